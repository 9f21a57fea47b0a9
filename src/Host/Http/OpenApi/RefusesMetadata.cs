namespace Marketplace.Host.Http;

/// <summary>The codes with which an operation can refuse, beside those that every operation of its kind has.</summary>
/// <param name="Codes">The codes.</param>
public sealed record RefusesMetadata(IReadOnlyList<string> Codes);

/// <summary>Examples of an operation's request and answer.</summary>
/// <param name="Request">The body of a request, or null.</param>
/// <param name="Answer">The body of a success, or null.</param>
public sealed record ExampleMetadata(object? Request, object? Answer);

/// <summary>How an endpoint describes itself.</summary>
public static class OperationDescriptions
{
    /// <summary>Says with which codes the operation refuses; each must be the code of a <see cref="Domain.Rejection"/> or of a fault here.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params string[] codes) where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new RefusesMetadata(codes));
        return builder;
    }

    /// <summary>Shows a request, or an answer, or both.</summary>
    public static TBuilder WithExample<TBuilder>(this TBuilder builder, object? request = null, object? answer = null) where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new ExampleMetadata(request, answer));
        return builder;
    }
}
