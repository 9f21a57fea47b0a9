namespace Marketplace.Domain.Customers;

/// <summary>Why an identity elsewhere opens nothing.</summary>
public static class ExternalErrors
{
    /// <summary>That provider is not offered here.</summary>
    public static Rejection ProviderUnavailable => new(
        "auth.provider-unavailable", RejectionKind.NotFound,
        "This way of signing in is not offered. Sign in by phone.",
        "Такой способ входа недоступен. Войдите по номеру телефона.");

    /// <summary>Apple ID is for owners of Apple's devices (S27).</summary>
    public static Rejection PlatformNotSupported => new(
        "auth.platform-not-supported", RejectionKind.Forbidden,
        "Apple ID works on iOS and macOS only. Sign in by phone.",
        "Apple ID работает только на iOS и macOS. Войдите по номеру телефона.");

    /// <summary>Nobody here has linked that identity: a verified phone comes first (S27).</summary>
    public static Rejection NotLinked => new(
        "auth.external-not-linked", RejectionKind.Conflict,
        "No account is linked to this identity. Sign in by phone, then start this again from your account.",
        "К этой учётной записи не привязан аккаунт. Войдите по номеру телефона и начните снова из своего аккаунта.");

    /// <summary>The identity opens another account.</summary>
    public static Rejection Taken => new(
        "auth.external-taken", RejectionKind.Conflict,
        "This identity is linked to another account. Sign in with it, or choose another identity.",
        "Эта учётная запись привязана к другому аккаунту. Войдите с ней или выберите другую.");

    /// <summary>The provider did not vouch for anybody.</summary>
    public static Rejection Refused => new(
        "auth.external-refused", RejectionKind.Unauthenticated,
        "The provider did not confirm who you are. Start again, or sign in by phone.",
        "Провайдер не подтвердил вашу личность. Начните снова или войдите по номеру телефона.");

    /// <summary>What the provider's word came in cannot be believed.</summary>
    public static Rejection TokenInvalid => new(
        "auth.external-token-invalid", RejectionKind.Unauthenticated,
        "The provider's answer could not be verified. Start again, or sign in by phone.",
        "Ответ провайдера не прошёл проверку. Начните снова или войдите по номеру телефона.");
}
