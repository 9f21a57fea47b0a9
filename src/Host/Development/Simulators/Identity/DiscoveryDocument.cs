namespace Marketplace.Host.Development.Simulators.Identity;

/// <summary>What a simulated provider says of itself (OpenID Connect Discovery 1.0).</summary>
internal static class DiscoveryDocument
{
    private static readonly string[] Code = ["code"];
    private static readonly string[] Pairwise = ["pairwise"];
    private static readonly string[] Algorithms = ["ES256"];
    private static readonly string[] ChallengeMethods = ["S256"];
    private static readonly string[] SecretInForm = ["client_secret_post"];

    public static Dictionary<string, object> Of(string issuer) => new()
    {
        ["issuer"] = issuer,
        ["authorization_endpoint"] = $"{issuer}/authorize",
        ["token_endpoint"] = $"{issuer}/token",
        ["jwks_uri"] = $"{issuer}/keys",
        ["response_types_supported"] = Code,
        ["subject_types_supported"] = Pairwise,
        ["id_token_signing_alg_values_supported"] = Algorithms,
        ["code_challenge_methods_supported"] = ChallengeMethods,
        ["token_endpoint_auth_methods_supported"] = SecretInForm,
        ["authorization_response_iss_parameter_supported"] = true,
    };
}
