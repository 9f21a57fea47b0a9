using JasperFx;
using JasperFx.Events;
using Marketplace.Application;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Host.Tests.Http;

public sealed record TrialAnswer(Guid EntryId, long Available, TrialWord Word);

public enum TrialWord
{
    WrongItem,
    ChangedMind,
    PickupPoint,
}

/// <summary>Adds to a wallet; always possible.</summary>
public sealed record TrialCredit(Guid WalletId, long Amount, RequestKey Key);

public static class TrialCreditHandler
{
    public static TrialAnswer Handle(
        TrialCredit command, [Loaded(nameof(TrialCredit.WalletId))] IEventStream<Wallet> stream, IDocumentSession session, TimeProvider clock)
    {
        var (now, id) = (clock.GetUtcNow(), Guid.NewGuid());
        var wallet = stream.Existing(WalletErrors.Unknown);
        stream.AppendOne(new WalletCredited(command.WalletId, id, command.Amount, CreditSource.TopUp, id, null, now));
        return session.Answered(command.Key, new TrialAnswer(id, wallet.Available.Kopecks + command.Amount, TrialWord.ChangedMind), now);
    }
}

/// <summary>Takes money: the second time there is not enough.</summary>
public sealed record TrialSpend(Guid WalletId, long Amount, RequestKey Key, Secret Code);

public static class TrialSpendHandler
{
    public static TrialAnswer Handle(
        TrialSpend command, [Locked(nameof(TrialSpend.WalletId))] IEventStream<Wallet> stream, IDocumentSession session, TimeProvider clock)
    {
        var (now, id) = (clock.GetUtcNow(), Guid.NewGuid());
        var wallet = stream.Existing(WalletErrors.Unknown);
        stream.Append(WalletDecisions.Hold(wallet, id, new Money(command.Amount), Guid.NewGuid(), now));
        return session.Answered(command.Key, new TrialAnswer(id, wallet.Available.Kopecks - command.Amount, TrialWord.WrongItem), now);
    }
}

/// <summary>Keeps a first answer, waits for somebody else, keeps the last answer.</summary>
public sealed record TrialSlow(Guid WalletId, RequestKey Key);

public sealed record TrialSlowBegin(Guid WalletId, RequestKey Key);

public sealed record TrialSlowEnd(Guid WalletId, RequestKey Key);

public static class TrialSlowHandler
{
    public static async Task<TrialAnswer> Handle(TrialSlow command, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync<TrialAnswer>(new TrialSlowBegin(command.WalletId, command.Key), cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(700), cancellation);
        return await bus.InvokeAsync<TrialAnswer>(new TrialSlowEnd(command.WalletId, command.Key), cancellation);
    }
}

public static class TrialSlowBeginHandler
{
    public static TrialAnswer Handle(TrialSlowBegin command, IDocumentSession session, TimeProvider clock) =>
        session.AnsweredForNow(command.Key, new TrialAnswer(command.WalletId, 0, TrialWord.ChangedMind), clock.GetUtcNow());
}

public static class TrialSlowEndHandler
{
    public static TrialAnswer Handle(TrialSlowEnd command, IDocumentSession session, TimeProvider clock) =>
        session.AnsweredAtLast(command.Key, new TrialAnswer(command.WalletId, 1, TrialWord.PickupPoint), clock.GetUtcNow());
}

/// <summary>Answers with something new each time.</summary>
public sealed record TrialNote(RequestKey Key);

public static class TrialNoteHandler
{
    public static TrialAnswer Handle(TrialNote command, IDocumentSession session, TimeProvider clock) =>
        session.Answered(command.Key, new TrialAnswer(Guid.NewGuid(), 0, TrialWord.ChangedMind), clock.GetUtcNow());
}

/// <summary>Always loses the race.</summary>
public sealed record TrialLoser(RequestKey Key);

public static class TrialLoserHandler
{
    public static TrialAnswer Handle(TrialLoser command) => throw new ConcurrencyException(typeof(Wallet), command.Key.Id);
}

/// <summary>Commits, and then its connection breaks, as far as the caller can see.</summary>
public sealed record TrialAmbiguous(Guid WalletId, RequestKey Key);

public static class TrialAmbiguousHandler
{
    public static async Task<TrialAnswer> Handle(TrialAmbiguous command, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync<TrialAnswer>(new TrialCredit(command.WalletId, 5, command.Key), cancellation);
        throw new Npgsql.NpgsqlException("Exception while reading from stream", new IOException("broken pipe"));
    }
}

/// <summary>Refuses with whatever it is given.</summary>
public sealed record TrialRefuse(RejectionKind Kind, Secret Code);

public static class TrialRefuseHandler
{
    public static void Handle(TrialRefuse command, TimeProvider clock) =>
        throw new RefusedException(new Rejection("trial.refused", command.Kind, "No, thank you.", "Нет, спасибо.")
        {
            Field = command.Kind == RejectionKind.Invalid ? "lines[0].amount" : null,
            RetryAt = command.Kind == RejectionKind.TooMany ? clock.GetUtcNow().AddSeconds(90) : null,
        }
        .With("available", 1500L).With("status", "a fact that may not replace the status").With("reason", TrialWord.WrongItem));
}
