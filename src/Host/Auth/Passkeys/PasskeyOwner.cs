namespace Marketplace.Host.Auth.Passkeys;

/// <summary>What the framework's passkey handler calls a user: a customer, and nothing but the id.</summary>
public sealed record PasskeyOwner(Guid CustomerId)
{
    /// <summary>The id as a device keeps it. It names nobody outside this house.</summary>
    public string Handle => CustomerId.ToString("D");

    /// <summary>The owner of a handle; null when it is none of ours.</summary>
    public static PasskeyOwner? Of(string handle) => Guid.TryParseExact(handle, "D", out var id) ? new PasskeyOwner(id) : null;
}
