using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Application.Privacy;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>
/// No event, document or message has a personal field in clear. Whether a text is personal no test can know; this one makes
/// sure that a person has looked at each: it is <c>Pii</c>, or it stands here under what it is.
/// </summary>
public class PersonalFieldsTests
{
    /// <summary>Texts of ours or of the trade, the same for everybody.</summary>
    private static readonly string[] OfTheHouse =
    [
        // The catalogue.
        "FavouriteAdded.Sku", "FavouriteRemoved.Sku", "Favourite.Sku", "ItemReserved.Sku", "StockOpened.Sku", "WaitlistJoined.Sku", "WaitlistNotified.Sku", "WaitlistEntryView.Sku",
        "ReservationView.Sku", "ProductStock.Sku", "OrderedLine.Sku", "OrderedLine.Name", "OrderedLine.Category", "OrderView.Json", "OrderView.JsonShape", "OrderLineView.Sku", "OrderLineView.Name", "OrderLineView.Category",
        "ReceiptLineView.Name", "Product.Sku", "Product.Name", "Product.Category", "PickupPoint.PickupPointId", "PickupPoint.City", "PickupPoint.Address", "OrderPlaced.PickupPointId",
        "DeliveryView.PickupPointId", "DeliveryRequest.PickupPointId", "Item.Sku", "AddFavourite.Sku", "RemoveFavourite.Sku", "ReserveItem.Sku", "ExpireReservation.Sku", "WaitForItem.Sku",
        "StopWaiting.Sku", "CountStock.Sku", "ReceiveStock.Sku",
        // Codes and terms of promotions, and codes to invite friends with: made by the house.
        "PromoCodeDefined.Code", "PromoCodeDefined.Categories", "PromoCodeView.Code", "PromoCodeView.Categories", "PromoTerms.Categories", "Promotion.Code", "DefinePromoCode.Code",
        "PlaceOrder.PromoCode", "QuoteOrder.PromoCode", "Discount.Categories", "Discount.Source", "DiscountView.Source", "LineReduction.Source", "UsedDiscount.Source",
        "FriendRewarded.FriendCode", "FriendRewarded.ReferrerCode", "ReferralCodeIssued.Code", "Referrals.Code",
        // Versions of texts and of policies, and where something was clicked.
        "TermsAccepted.Version", "PersonalDataConsentGiven.Version", "PersonalDataConsentRevoked.Version", "Customer.TermsVersion", "Customer.PersonalDataConsent", "ConsentView.Version",
        "ConsentView.Kind", "ConsentView.Source", "NewsletterSubscribed.Source", "NewsletterUnsubscribed.Source", "SubscribeToNewsletter.Source", "UnsubscribeFromNewsletter.Source",
        "OrderPlaced.PricingPolicy", "OrderPlaced.ReturnPolicy", "OrderPlaced.PromotionPolicy", "InstalmentPlanOpened.Policy", "SignIn.AcceptedTerms", "SignInByPasskey.AcceptedTerms", "SignInExternal.AcceptedTerms", "ExternalAttempt.AcceptedTerms", "ApplyForBonusCard.Consent", "PointsAccrued.PolicyVersion",
        "AskForCode.Channel", "ExternalAttempt.ReturnTo", "VerifiedIdentity.Issuer", "Notice.Reason", "TrackingStep.Step", "TrackingStep.Source", "PaymentView.Status", "RemovedRows.Store",
        // Business days, and days when a part is due.
        "InstalmentPart.DueOn",
        "WithdrawalConfirmed.ExpectedBy", "WithdrawalConfirmed.ExpectedFrom", "Wallet.WithdrawalDay",
    ];

    /// <summary>Words of providers and of the warehouse about a matter, and the last four digits of a card, which name nobody.</summary>
    private static readonly string[] OfOthers =
    [
        "OrderPaid.CardLastFour", "PaymentView.CardLastFour", "CardAnswer.LastFour", "CardAnswer.DeclineReason", "CardAnswer.ConfirmationUrl", "OrderPaymentDeclined.Reason",
        "PaymentView.Reason", "TopUpDeclined.Reason", "WithdrawalRejected.Reason", "PayoutAnswer.Reason", "ReturnRejected.Reason", "RejectReturn.Reason", "ReturnView.Reason",
    ];

    /// <summary>Who of the staff did it: part of the evidence.</summary>
    private static readonly string[] OfStaff =
    [
        "RecoveryStarted.AgentId", "SupportQuestionAnswered.AgentId", "SupportViewed.AgentId", "AnswerQuestion.AgentId", "LookAtOrder.AgentId", "LookAtQuestion.AgentId",
        "StartRecovery.AgentId", "LookupTally.Id", "CertificateIssued.IssuedBy", "IssueCertificates.IssuedBy",
    ];

    /// <summary>Hashes with or of a secret, sealed boxes and public keys; what leads to a person goes with the erasure.</summary>
    private static readonly string[] Unreadable =
    [
        "Challenge.Binding", "Challenge.CodeHash", "Challenge.ContactHash", "Challenge.SealedCode", "Challenge.SealedContact", "CodeTally.Id", "ContactClaim.Id", "ExternalAttempt.Browser",
        "ExternalAttempt.Id", "LinkTarget.Id", "LinkedIdentity.Id", "PasskeyCredential.Id", "PasskeyCredential.PublicKey", "Session.Id", "StoredAnswer.Fingerprint", "StoredAnswer.Id",
        "CardAnswer.CardKey", "SeenCard.Hash", "SeenCard.Id", "GuessTally.Id", "GuestOrder.PhoneHash", "HeldIdentity.Id", "RequestKey.Fingerprint", "RequestKey.Id", "PasskeyCeremony.State", "SignInByPasskey.CredentialKey", "VerifiedCredential.CredentialId", "VerifiedCredential.PublicKey",
    ];

    /// <summary>
    /// In clear because a request brings them so: commands that are handled while the request waits and are never handed to a
    /// queue, which another test here holds. What they become is <c>Pii</c>.
    /// </summary>
    private static readonly Dictionary<string, string> Invoked = new()
    {
        ["DeliveryRequest.Address"] = "PlaceOrder, QuoteOrder",
        ["PayoutDestination.Account"] = "RequestWithdrawal",
        ["PayoutDestination.Bic"] = "RequestWithdrawal",
        ["PayoutDestination.Recipient"] = "RequestWithdrawal",
        ["Applicant.Surname"] = "ApplyForBonusCard",
        ["Applicant.Name"] = "ApplyForBonusCard",
        ["Applicant.Patronymic"] = "ApplyForBonusCard",
        ["Applicant.BirthDate"] = "ApplyForBonusCard",
        ["Applicant.PassportSeries"] = "ApplyForBonusCard",
        ["Applicant.PassportNumber"] = "ApplyForBonusCard",
        ["Applicant.Inn"] = "ApplyForBonusCard",
        ["Applicant.Snils"] = "ApplyForBonusCard",
        ["Profile.BirthDate"] = "SaveProfile",
        ["Profile.Name"] = "SaveProfile",
        ["Profile.Patronymic"] = "SaveProfile",
        ["Profile.Surname"] = "SaveProfile",
    };

    private static readonly HashSet<string> Known = [.. OfTheHouse, .. OfOthers, .. OfStaff, .. Unreadable];

    private static IReadOnlyList<Type> Messages => PersonalFields.MessagesOf(Solution.Application);

    [Fact]
    public void S100_no_event_and_no_document_has_a_text_in_clear_that_nobody_has_looked_at()
    {
        PersonalFields.Events.Should().HaveCountGreaterThan(80, "a rule that examines nothing proves nothing");
        PersonalFields.Documents.Should().HaveCountGreaterThan(20, "a rule that examines nothing proves nothing");

        PersonalFields.Events.Concat(PersonalFields.Documents).SelectMany(PersonalFields.In).Distinct().Where(place => !Known.Contains(place)).ShouldBeNone();
    }

    [Fact]
    public void S100_no_message_carries_a_text_in_clear_that_nobody_has_looked_at()
    {
        Messages.Should().HaveCountGreaterThan(60, "a rule that examines nothing proves nothing");
        PersonalFields.MessagesOf(Solution.Host).Should().BeEmpty("messages are handled in Application");

        Messages.SelectMany(PersonalFields.In).Distinct().Where(place => !Known.Contains(place) && !Invoked.ContainsKey(place)).ShouldBeNone();
    }

    /// <summary>A command with personal words in clear is made by an endpoint alone: nothing in Application sends one on.</summary>
    [Fact]
    public void S100_what_a_request_brings_in_clear_never_reaches_a_queue()
    {
        var carriers = Messages.Where(m => PersonalFields.In(m).Any(Invoked.ContainsKey)).Select(m => m.Name).ToList();
        carriers.Should().BeEquivalentTo(Invoked.Values.SelectMany(v => v.Split(", ")).Distinct());
        var sources = Directory.EnumerateFiles(Path.Combine(Solution.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToDictionary(f => f, File.ReadAllText);

        foreach (var carrier in carriers)
        {
            var made = sources.Where(s => Regex.IsMatch(s.Value, $@"new {carrier}\(")).ToList();
            made.Should().NotBeEmpty($"{carrier} is made somewhere");
            made.Should().OnlyContain(s => s.Key.Contains($"{Path.DirectorySeparatorChar}Host{Path.DirectorySeparatorChar}"), $"{carrier} is invoked by its endpoint");
            made.Should().OnlyContain(s => !Regex.IsMatch(s.Value, @"(Publish|Send|Schedule)Async\("), $"{carrier} is invoked, not sent");
        }
    }

    [Fact]
    public void What_is_listed_exists()
    {
        var found = PersonalFields.Events.Concat(PersonalFields.Documents).Concat(Messages).SelectMany(PersonalFields.In).ToHashSet();

        Known.Concat(Invoked.Keys).Where(place => !found.Contains(place)).ShouldBeNone();
    }

    [Fact]
    public void A_text_a_day_bytes_and_whatever_is_open_are_found_in_whatever_they_are_wrapped() =>
        PersonalFields.In(typeof(SampleTold)).Should().Equal(
            "SampleTold.Anything", "SampleTold.Born", "SampleTold.Name", "SampleTold.Picture", "SampleTold.Words", "SampleToldPart.Street");

    [Fact]
    public void What_is_encrypted_a_number_or_a_secret_is_none() => PersonalFields.In(typeof(SampleSilent)).Should().BeEmpty();

    [Fact]
    public void A_message_is_what_a_handler_takes() =>
        PersonalFields.MessagesOf(Assembly.GetExecutingAssembly()).Should().Equal(typeof(SampleTold));
}

internal sealed record SampleToldPart(string? Street, int House);

internal sealed record SampleTold(
    string Name, DateOnly? Born, byte[] Picture, IReadOnlyDictionary<string, int> Words, object Anything, IReadOnlyList<SampleToldPart> Parts, Domain.Pii<string> Phone);

internal sealed record SampleSilent(Domain.Pii<SampleToldPart> Part, IReadOnlyList<Domain.Pii<string>> Parts, Secret Code, Guid Id, long? Amount, DateTimeOffset At, SampleSource Source);

internal static class SampleToldHandler
{
    public static void Handle(SampleTold told) => _ = told;
}
