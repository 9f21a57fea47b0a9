using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>Steps about the wallet, the bank and the card of points.</summary>
internal sealed partial class Life
{
    // The wallet remembers the last twenty that ended; a life has fewer, so every repeat must be recognised.
    private const int MostTopUps = 19;

    private static readonly long[] Amounts = [1, 99_99, 1_000_00, 25_000_00, 1_000_000_00, 1_000_000_01, 0, -1];

    private void TakeOfWalletOrCard(Step step)
    {
        switch (step.Ask)
        {
            case Ask.TopUp: TopUp(step); break;
            case Ask.AnswerTopUp: AnswerTopUp(step); break;
            case Ask.IssueCard: Turn(t => t.Append(Known.CardId, BonusCardDecisions.Issue(t.Card, Known.CardId, Known.CustomerId, Known.Id("document"), now))); break;
            case Ask.Activate: Activate(step); break;
            case Ask.Expire: Expire(step); break;
            case Ask.CloseCard: CloseCard(); break;
            case Ask.Withdraw: Withdraw(step); break;
            case Ask.ConfirmWithdrawal: OfWithdrawal(step, (w, id) => WithdrawalDecisions.ConfirmWithdrawal(w, id, WithdrawalWindow.From(now), now)); break;
            case Ask.EndWithdrawal when step.B < 50: OfWithdrawal(step, (w, id) => WithdrawalDecisions.CancelWithdrawal(w, id, now)); break;
            case Ask.EndWithdrawal: OfWithdrawal(step, (w, id) => WithdrawalDecisions.ExpireWithdrawal(w, id, now)); break;
            case Ask.Overdue: OfWithdrawal(step, (w, id) => WithdrawalDecisions.MarkOverdue(w, id, now)); break;
            case Ask.Bank: Bank(step); break;
            case Ask.CloseWallet: Close(step); break;
            case Ask.Certificate: Certificate(step); break;
        }
    }

    // A deletion begins, and most often it is stopped. Not a command that comes again: closing and opening are a switch.
    private void Close(Step step)
    {
        streams.Run(t => t.Append(Known.WalletId, WalletDecisions.Close(t.Wallet, now)));
        if (step.B < 80) streams.Run(t => t.Append(Known.WalletId, WalletDecisions.Reopen(t.Wallet, now)));
    }

    private void TopUp(Step step)
    {
        if (topUps.Count >= MostTopUps) return;
        var (id, amount) = (NewId("top-up"), step.C == 99 ? 100_000_00 : Amounts[step.B % Amounts.Length]);
        var asked = Do(t => t.Append(Known.WalletId, WalletDecisions.RequestTopUp(t.Wallet, id, new Money(amount), Commands.WalletPolicy, now)));
        if (asked.HadEffect) topUps.Add((id, amount, step.B >= 20));
    }

    // Whether the acquirer takes the money never changes, however often and late it says so. But asked before it has heard of a
    // top-up, it says «unknown» also of one that it is about to take.
    private void AnswerTopUp(Step step)
    {
        if (topUps.Count == 0) return;
        var (id, amount, taken) = step.A < 70 ? topUps[^1] : Pick(topUps, step.B);
        if (!taken || step.C is >= 10 and < 35)
        {
            Do(t => t.Append(Known.WalletId, WalletDecisions.DeclineTopUp(t.Wallet, id, taken ? "unknown-payment" : "do-not-honour", now)));
            return;
        }

        var told = step.B == 99 ? amount + 1 : amount;
        if (Do(t => t.Append(Known.WalletId, WalletDecisions.ConfirmTopUp(t.Wallet, id, new Money(told), now))).HadEffect) model.Moved(id, -amount);
        else if (told == amount && !model.HasMoved(id)) throw new BrokenPromiseException($"the acquirer took top-up {id}, and the wallet never got it");
    }

    private void Certificate(Step step)
    {
        if (certificates.Count == 0 || step.A < 40)
        {
            var (made, amount) = (NewId("certificate"), new Money(Amounts[step.B % 4]));
            Do(t => t.Append(made, CertificateDecisions.Issue(t.Certificate(made), made, made, amount, now.AddDays(1), "admin", now)));
            certificates.Add(made);
            return;
        }

        var id = Pick(certificates, step.B);
        if (Do(t => Commands.ActivateCertificate(t, id, now)).HadEffect) model.Moved(id, -streams.Certificate(id)!.Amount.Kopecks);
    }

    private void Activate(Step step)
    {
        if (streams.Card is not { } card || Pick(card.Lots, step.A) is not { } lot) return;
        Do(t => t.Append(Known.CardId, BonusCardDecisions.Activate(t.Card!, lot.LotId, Commands.CardPolicy, now)));
    }

    private void Expire(Step step)
    {
        if (streams.Card is not { } card || Pick(card.Lots, step.A) is not { } lot) return;
        Do(t => t.Append(Known.CardId, BonusCardDecisions.Expire(t.Card!, lot.LotId, now)));
    }

    private void CloseCard()
    {
        if (streams.Card is not { } card) return;
        var paid = card.Redemptions.Select(r => r.OrderId).Distinct().Count(o => streams.Order(o)!.CanComeBack(now));
        var returning = card.Lots.Count(l => !l.Forfeited && streams.Order(l.OrderId)!.HasOpenReturn);
        if (Turn(t => t.Append(Known.CardId, BonusCardDecisions.Close(t.Card!, paid, returning, now))).HadEffect)
        {
            // What was pending was never granted: should its goods come back, nothing is taken for them.
            foreach (var lot in card.Lots) model.Granted(lot.OrderId, -lot.Pending);
            model.Lost(-card.Pending);
        }
    }

    // Opening and closing are a switch: done again at once nothing happens, done again later it may.
    private Answer Turn(Action<Transaction> command)
    {
        var answer = streams.Run(command);
        Learn(answer);
        if (answer.HadEffect) Expect(command);
        return answer;
    }

    private void Withdraw(Step step)
    {
        var (id, amount) = (NewId("withdrawal"), Part(streams.Wallet.Available.Kopecks, step.B) + (step.C == 99 ? 1 : 0));
        if (Do(t => t.Append(Known.WalletId, WithdrawalDecisions.RequestWithdrawal(
            t.Wallet, id, new Money(amount), Known.Destination, Known.Id("challenge"), Commands.WalletPolicy, now))).HadEffect)
        {
            withdrawals.Add((id, amount));
        }
    }

    private void OfWithdrawal(Step step, Func<Wallet, Guid, Decision<WalletEvent>> decide)
    {
        if (withdrawals.Count == 0) return;
        var (id, _) = step.A < 80 ? withdrawals[^1] : Pick(withdrawals, step.C);
        Do(t => t.Append(Known.WalletId, decide(t.Wallet, id)));
    }

    // What the bank has done with a payout it has heard of is a fact; what it tells of it may come late, twice, or never.
    private void Bank(Step step)
    {
        if (withdrawals.Count == 0) return;
        var (id, amount) = step.A < 80 ? withdrawals[^1] : Pick(withdrawals, step.C);
        if (step.B < 20)
        {
            Do(t => t.Append(Known.WalletId, WithdrawalDecisions.RecordUnknown(t.Wallet, id, now)));
        }
        else if (step.B < 45)
        {
            Do(t => t.Append(Known.WalletId, WithdrawalDecisions.RecordSent(t.Wallet, id, now)));
        }
        else if (step.B < 50)
        {
            Do(t => t.Append(Known.WalletId, WithdrawalDecisions.Settle(t.Wallet, id, new Money(amount + 1), now)));
        }
        else
        {
            BankSpeaks(step, id, amount);
        }
    }

    private void BankSpeaks(Step step, Guid id, long amount)
    {
        var hasIt = streams.Wallet.Withdrawal is { Status: not WithdrawalStatus.Requested } open && open.WithdrawalId == id;
        if (hasIt) bank.TryAdd(id, step.C % 3 != 0);
        if (step.B < 60 || !bank.TryGetValue(id, out var paid)) return;
        if (!paid && !hasIt && step.B >= 85)
        {
            SettlesAfterRejection(id, amount);
        }
        else if (!paid)
        {
            Do(t => t.Append(Known.WalletId, WithdrawalDecisions.Reject(t.Wallet, id, "account-closed", now)));
        }
        else if (Do(t => t.Append(Known.WalletId, WithdrawalDecisions.Settle(t.Wallet, id, new Money(amount), now))).HadEffect)
        {
            settled.Add(id);
            model.Moved(id, amount);
        }
    }

    // A bank may find that it has paid what it had refused, and say so at any time.
    private void SettlesAfterRejection(Guid id, long amount)
    {
        if (!Do(t => t.Append(Known.WalletId, WalletDebts.SettleAfterRejection(t.Wallet, t.WalletHistory, id, new Money(amount), now))).HadEffect) return;
        bank[id] = true;
        settled.Add(id);
        model.Moved(id, amount);
    }

    // X3: what the bank has paid stays held until its settlement is recorded.
    private Guid? PaidButNotHeld()
    {
        var lost = bank.Where(b => b.Value && !settled.Contains(b.Key) && !streams.Wallet.Holds.Exists(h => h.HoldId == b.Key)).Select(b => b.Key).ToList();
        return lost.Count == 0 ? null : lost[0];
    }
}
