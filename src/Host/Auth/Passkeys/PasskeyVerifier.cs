using System.Runtime.ExceptionServices;
using System.Text.Json;
using Marketplace.Application;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Host.Auth.Passkeys;

/// <summary>The framework's passkey handler in the terms of this house: a result, null for an answer that proves nothing, or a fault.</summary>
public sealed class PasskeyVerifier(IPasskeyHandler<PasskeyOwner> handler)
{
    /// <summary>A question to whoever is there; it names nobody.</summary>
    public async Task<(JsonElement Options, string State)> AskToSignInAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(user: null, http);
        return (Parsed(made.RequestOptionsJson), made.AssertionState!);
    }

    /// <summary>A question to the customer's device.</summary>
    public async Task<(JsonElement Options, string State)> AskToEnrolAsync(PasskeyOwner owner, string accountName, HttpContext http)
    {
        var entity = new PasskeyUserEntity { Id = owner.Handle, Name = accountName, DisplayName = accountName };
        var made = await handler.MakeCreationOptionsAsync(entity, http);
        return (Parsed(made.CreationOptionsJson), made.AttestationState!);
    }

    /// <summary>The new key, or null.</summary>
    public async Task<UserPasskeyInfo?> FindNewAsync(JsonElement credential, string state, HttpContext http)
    {
        var result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential.GetRawText(), AttestationState = state });
        if (result.Succeeded) return result.Passkey;
        ThrowIfOurs(result.Failure);
        return null;
    }

    /// <summary>Who signed, and with what; or null.</summary>
    public async Task<(PasskeyOwner Owner, UserPasskeyInfo Passkey)?> FindSignerAsync(JsonElement credential, string state, HttpContext http)
    {
        var result = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential.GetRawText(), AssertionState = state });
        if (result.Succeeded) return (result.User, result.Passkey);
        ThrowIfOurs(result.Failure);
        return null;
    }

    // The handler makes a failed proof of every exception, of a database that is away too; that one is no fault of the passkey.
    private static void ThrowIfOurs(PasskeyException failure)
    {
        if (failure.InnerException is { } inner && DatabaseAway.Caused(inner)) ExceptionDispatchInfo.Throw(inner);
    }

    private static JsonElement Parsed(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
