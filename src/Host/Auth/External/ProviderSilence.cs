using Marketplace.Domain;
using Marketplace.Host.Http;

namespace Marketplace.Host.Auth.External;

/// <summary>The provider gave no usable answer: it is away, slow, or not the one that is configured.</summary>
internal sealed class IdentityProviderSilentException(string why, Exception? inner = null) : Exception(why, inner);

/// <summary>What is wrong with the way through a provider, by its form alone.</summary>
internal static class ExternalFaults
{
    /// <summary>The state is unknown, used, too old, or another browser's (400).</summary>
    public static RequestFault StateInvalid { get; } = new(StatusCodes.Status400BadRequest, new Rejection(
        "auth.external-state-invalid", RejectionKind.Invalid,
        "This sign-in was not begun in this browser, took too long, or is over. Start again.",
        "Этот вход начат не в этом браузере, занял слишком много времени или уже завершён. Начните снова."));

    /// <summary>The provider does not answer (503).</summary>
    public static RequestFault Silent { get; } = new(StatusCodes.Status503ServiceUnavailable, new Rejection(
        "auth.provider-silent", RejectionKind.Conflict,
        "The provider does not answer. Start again later, or sign in by phone.",
        "Провайдер не отвечает. Начните снова позже или войдите по номеру телефона."));
}
