using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>Asks whether this account may have a further passkey now, before the device is troubled.</summary>
public sealed record AskForPasskey(Guid CustomerId, Guid SessionId);

/// <summary>It may.</summary>
/// <param name="AccountName">What the device shows for the account; the phone as a mask.</param>
public sealed record PasskeyWelcome(string AccountName)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PasskeyWelcome);
}

/// <summary>Handles <see cref="AskForPasskey"/>.</summary>
public static class AskForPasskeyHandler
{
    /// <summary>Answers, and changes nothing.</summary>
    public static async Task<PasskeyWelcome> Handle(
        AskForPasskey command, IQuerySession session, PasskeyPolicy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var customer = await session.LoadAsync<Customer>(command.CustomerId, cancellation) ?? throw new RefusedException(CustomerErrors.SignInRequired);
        var proof = await session.ProofOfAsync(command.CustomerId, command.SessionId, cancellation);
        if (PasskeyDecisions.RefuseEnrolment(customer, proof, policy, clock.GetUtcNow()) is { } refused) throw new RefusedException(refused);
        return new PasskeyWelcome(PhoneNumber.TryCreate(customer.Phone.Value, out var phone) ? phone.ToString() : "");
    }
}
