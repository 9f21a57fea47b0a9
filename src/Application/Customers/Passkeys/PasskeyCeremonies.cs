using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>A question to a device that is still to be answered.</summary>
/// <param name="Id">Its name.</param>
/// <param name="ExpiresAt">From this moment no answer is taken.</param>
/// <param name="State">What the passkey handler needs to judge the answer; the challenge is in it.</param>
public sealed record PasskeyCeremony(Guid Id, DateTimeOffset ExpiresAt, string State)
{
    /// <summary>Prints no challenge.</summary>
    public override string ToString() => $"{nameof(PasskeyCeremony)} {Id:D}";
}

/// <summary>That a question has been answered: it is not answered twice.</summary>
/// <param name="Id">The name of the ceremony.</param>
/// <param name="ExpiresAt">From this moment it need not be remembered.</param>
public sealed record AnsweredCeremony(Guid Id, DateTimeOffset ExpiresAt);

/// <summary>
/// Questions to devices. A question is not stored: the client carries it, sealed, and any host can open it; so strangers who ask
/// and never answer fill no table. Only that it was answered is written, with the effect of the answer.
/// </summary>
public sealed class PasskeyCeremonies(Sealer sealer, PasskeyPolicy policy)
{
    private const string SignIn = "passkey-sign-in";

    /// <summary>Asks whoever is there to sign in.</summary>
    public (string ChallengeId, DateTimeOffset ExpiresAt) AskToSignIn(string state, DateTimeOffset now) => Seal(SignIn, state, now);

    /// <summary>Asks that customer's device for a new passkey; it cannot be answered for another customer.</summary>
    public (string ChallengeId, DateTimeOffset ExpiresAt) AskToEnrol(Guid customerId, string state, DateTimeOffset now) => Seal(Enrolment(customerId), state, now);

    /// <summary>The question of that id, or null when it is none of ours or its time is over.</summary>
    public PasskeyCeremony? FindSignIn(string challengeId, DateTimeOffset now) => Open(SignIn, challengeId, now);

    /// <summary>The question of that id to that customer, or null when it is none of ours or its time is over.</summary>
    public PasskeyCeremony? FindEnrolment(Guid customerId, string challengeId, DateTimeOffset now) => Open(Enrolment(customerId), challengeId, now);

    /// <summary>Uses the question up with the caller's effect. Of two answers at once one finds it used.</summary>
    /// <returns>Whether it was still open.</returns>
    internal static async Task<bool> TryUseAsync(IDocumentSession session, IMessageBus bus, PasskeyCeremony ceremony, CancellationToken cancellation)
    {
        await session.LockAsync($"passkey-ceremony:{ceremony.Id:D}", cancellation);
        if (await session.LoadAsync<AnsweredCeremony>(ceremony.Id, cancellation) is not null) return false;
        session.Insert(new AnsweredCeremony(ceremony.Id, ceremony.ExpiresAt));
        await bus.ScheduleAsync(new ForgetCeremonies(ceremony.Id), ForgetCeremonies.After);
        return true;
    }

    private (string ChallengeId, DateTimeOffset ExpiresAt) Seal(string purpose, string state, DateTimeOffset now)
    {
        var ceremony = new PasskeyCeremony(Guid.CreateVersion7(now), now + policy.CeremonyLife, state);
        return (Base64Url.EncodeToString(sealer.Seal(purpose, JsonSerializer.Serialize(ceremony))), ceremony.ExpiresAt);
    }

    private PasskeyCeremony? Open(string purpose, string challengeId, DateTimeOffset now)
    {
        try
        {
            var ceremony = JsonSerializer.Deserialize<PasskeyCeremony>(sealer.Open(purpose, Base64Url.DecodeFromChars(challengeId)))!;
            return now < ceremony.ExpiresAt ? ceremony : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            // Another purpose, another customer, another house, or no question at all: alike.
            return null;
        }
    }

    private static string Enrolment(Guid customerId) => $"passkey-enrolment:{customerId:D}";
}
