using JasperFx.Events;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Protection;

/// <summary>Names an e-mail to activate the account with; a code goes to the phone (S14, S15).</summary>
public sealed record RequestActivation(Guid CustomerId, Secret Email);

/// <summary>The answer: which code confirms it.</summary>
public sealed record ActivationAnswer(Guid ActivationId, Guid ChallengeId, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>Handles <see cref="RequestActivation"/>.</summary>
public static class RequestActivationHandler
{
    /// <summary>Notes it and sends the code. That the e-mail is somebody else's is told only to who proves it (S8).</summary>
    public static async Task<ActivationAnswer> Handle(
        RequestActivation command,
        [Locked(nameof(RequestActivation.CustomerId))] IEventStream<Customer> customer,
        IDocumentSession session,
        IMessageBus bus,
        OneTimeCodes codes,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = customer.Existing(CustomerErrors.SignInRequired);
        if (!Emails.TryRead(command.Email.Reveal(), out var email)) throw new RefusedException(CustomerErrors.EmailInvalid);
        var (id, datum) = (Guid.CreateVersion7(now), new Pii<string>(command.CustomerId, "email", email.Value));
        ProtectionDecisions.RequestActivation(state, id, datum, Guid.Empty, now).ThrowIfRefused();
        var challenge = await codes.IssueToOwnerAsync(session, bus, state, ChallengePurpose.Activation, id.ToString("D"), now, cancellation);
        customer.Append(ProtectionDecisions.RequestActivation(state, id, datum, challenge.Id, now));
        return new ActivationAnswer(id, challenge.Id, challenge.ExpiresAt, challenge.ResendAt);
    }
}

/// <summary>Enters the code of an activation (S15).</summary>
public sealed record ConfirmActivation(Guid CustomerId, Secret Code);

/// <summary>Handles <see cref="ConfirmActivation"/>.</summary>
public static class ConfirmActivationHandler
{
    /// <summary>Compares the code, counted in a transaction of its own, before anything is locked.</summary>
    public static async Task<ProvenCode?> LoadAsync(
        ConfirmActivation command, IQuerySession session, OneTimeCodes codes, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var customer = await session.LoadAsync<Customer>(command.CustomerId, cancellation) ?? throw new RefusedException(CustomerErrors.SignInRequired);
        ProtectionDecisions.ConfirmActivation(customer, Guid.Empty, now).ThrowIfRefused();
        if (customer.Activation is not { } pending) return null;
        var use = new CodeUse(ChallengePurpose.Activation, command.CustomerId, pending.ActivationId.ToString("D"));
        return await codes.CheckAsync(pending.ChallengeId, use, command.Code, now, cancellation);
    }

    /// <summary>Uses the code up and activates the account; an account that is activated stays so.</summary>
    public static async Task Handle(
        ConfirmActivation command,
        ProvenCode? proven,
        [Locked(nameof(ConfirmActivation.CustomerId))] IEventStream<Customer> customer,
        IDocumentSession session,
        OneTimeCodes codes,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var activated = customer.Append(ProtectionDecisions.ConfirmActivation(customer.Existing(CustomerErrors.SignInRequired), Guid.CreateVersion7(now), now));
        if (activated && proven is not null) await codes.ConsumeAsync(session, proven, cancellation);
    }
}
