using Marten;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>Forgets which questions were answered, of those whose time is over for every clock.</summary>
/// <param name="CeremonyId">The question that this message was sent for.</param>
public sealed record ForgetCeremonies(Guid CeremonyId)
{
    /// <summary>How long after its answer the message comes.</summary>
    public static readonly TimeSpan After = TimeSpan.FromHours(2);

    /// <summary>How far the clocks of two hosts may be apart.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);
}

/// <summary>Handles <see cref="ForgetCeremonies"/>.</summary>
public static class ForgetCeremoniesHandler
{
    /// <summary>Deletes them; a message that comes too early or twice deletes nothing.</summary>
    public static void Handle(ForgetCeremonies message, IDocumentSession session, TimeProvider clock)
    {
        var over = clock.GetUtcNow() - ForgetCeremonies.Grace;
        session.DeleteWhere<AnsweredCeremony>(c => c.ExpiresAt <= over);
    }
}
