using Marketplace.Application.Ports;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Notifications;

/// <summary>The texts in English.</summary>
internal static class EnglishTexts
{
    private const string NotYou = "If this was not you, sign in at once and close the sessions that are not yours, or write to support.";

    public static Letter Letter(NoticeKind kind, NoticeFacts f) => kind switch
    {
        NoticeKind.SaleReceipt => new("Receipt of a payment", Receipt("You paid for the order", f)),
        NoticeKind.RefundReceipt => new("Receipt of a refund", Receipt("We gave money back for the order", f)),
        NoticeKind.ReceiptAgain => new(
            f.Refund ? "Receipt of a refund (again)" : "Receipt of a payment (again)",
            Receipt(f.Refund ? "You asked again for the receipt of a refund for the order" : "You asked again for the receipt of a payment for the order", f)),
        NoticeKind.OrderShipped => new("Your order is on its way", $"The order {f.Order} is on its way. We will write when it arrives."),
        NoticeKind.OrderArrived => new("Your order waits for you", $"The order {f.Order} has arrived at the pick-up point and waits for you."),
        NoticeKind.OrderDelivered => new("You have your order", $"You have received the order {f.Order}. Thank you! Goods can be returned until {f.At}."),
        NoticeKind.OrderCancelled => new("Your order is cancelled", $"The order {f.Order} is cancelled. If it was paid, money and points have been given back; the receipt comes in a letter of its own."),
        NoticeKind.WithdrawalSettled => new("Your withdrawal has arrived", Sms(kind, f)!),
        NoticeKind.WithdrawalRejected => new("The bank refused your withdrawal", Sms(kind, f)!),
        NoticeKind.WithdrawalSettledLate => new("The bank has paid your withdrawal after all", Sms(kind, f)!),
        NoticeKind.EmailProof => new(
            "Confirm your e-mail",
            $"This e-mail was named in a Marketplace account. To confirm it, open this page before {f.At}:\n\n{f.Link}\n\nIf it was not you, do nothing."),
        NoticeKind.ContactChangeWarning => new(
            f.Contact == ContactKind.Phone ? "The phone of your account will change" : "The e-mail of your account will change",
            $"At {f.At} the {Contact(f)} of your Marketplace account will change. If you did not ask for this, cancel it; you need not sign in:\n\n{f.Link}"),
        NoticeKind.PhoneChanged => new("The phone of your account has changed", $"Your Marketplace account has another phone now. {NotYou}"),
        NoticeKind.EmailChanged => new("The e-mail of your account has changed", $"Your Marketplace account has another e-mail now. {NotYou}"),
        NoticeKind.RecoveryStarted => new("Recovery of your account", $"Support has begun a recovery of your Marketplace account. {NotYou}"),
        NoticeKind.RecoveryCompleted => new("Your account is recovered", $"Your Marketplace account is recovered, and its phone has changed. {NotYou}"),
        NoticeKind.PasskeyEnrolled => new("A new passkey", $"A finger or a face on a new device opens your Marketplace account now. {NotYou}"),
        NoticeKind.IdentityLinked => new("A new way to sign in", $"One more service opens your Marketplace account now. {NotYou}"),
        NoticeKind.BackInStock => new("Back in stock", $"{Sms(kind, f)} You waited for it; the first to order has it."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This notice has no letter."),
    };

    public static string? Sms(NoticeKind kind, NoticeFacts f) => kind switch
    {
        NoticeKind.SaleReceipt => $"Your order is paid: {f.Amount}. Receipt: {f.Link}",
        NoticeKind.RefundReceipt => $"Money for your order was given back: {f.Amount}. Receipt: {f.Link}",
        NoticeKind.OrderArrived => "Your order has arrived at the pick-up point and waits for you. Marketplace",
        NoticeKind.WithdrawalSettled => $"Your withdrawal of {f.Amount} has arrived at your bank account.",
        NoticeKind.WithdrawalRejected => $"The bank refused your withdrawal of {f.Amount}. The money is in your wallet again.",
        NoticeKind.WithdrawalSettledLate => $"The bank has paid your withdrawal of {f.Amount} after all, which it had refused. The money is taken from your wallet again.",
        NoticeKind.ContactChangeWarning => $"At {f.At} the {Contact(f)} of your Marketplace account will change. Not you? Cancel it: {f.Link}",
        NoticeKind.PhoneChanged => "This phone no longer belongs to your Marketplace account. Not you? Write to support.",
        NoticeKind.RecoveryStarted => "Support has begun a recovery of your Marketplace account. Not you? Write to support.",
        NoticeKind.RecoveryCompleted => "Your Marketplace account is recovered, and its phone has changed. Not you? Write to support.",
        NoticeKind.BackInStock => $"In stock again: {f.Product}. Marketplace.",
        _ => null,
    };

    private static string Receipt(string what, NoticeFacts f) => $"{what} {f.Order}.\n\n{f.Lines}\n\nTotal: {f.Amount}";

    private static string Contact(NoticeFacts f) => f.Contact == ContactKind.Phone ? "phone" : "e-mail";
}
