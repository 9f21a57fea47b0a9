using FluentAssertions;
using Marketplace.Application.Erasure;
using Xunit;

namespace Marketplace.Application.Tests.Erasure;

/// <summary>Whoever adds a document decides what an erasure does with it.</summary>
[Collection(nameof(Shop))]
public sealed class ErasureListTests(Shop shop)
{
    // The bus and the projections could keep documents of their own in this schema; both are empty here.
    private static readonly string[] OfTheStack = ["mt_doc_envelope", "mt_doc_deadletterevent"];

    private static readonly string[] Readable =
    [
        "Customer.TermsVersion", "Customer.PersonalDataConsent", "LookupTally.Id", "GuessTally.Id", "ReturnView.Reason",
        // A keyed hash, and none once the order has joined an account.
        "GuestOrder.PhoneHash",
        // The order as its customer sees it, in which nothing is personal, and what that is made of.
        "OrderView.Json", "OrderView.JsonShape",
        "Notice.Reason", "PromoCodeView.Code", "Promotion.Code", "Referrals.Code", "ReservationView.Sku", "WaitlistEntryView.Sku", "ProductStock.Sku", "Product.Sku", "Product.Name", "Product.Category", "PickupPoint.PickupPointId", "PickupPoint.City", "PickupPoint.Address",
    ];

    private static IReadOnlyList<Type> Removed => [.. TracesOfCustomer.Removed.Select(t => t.Document).OfType<Type>()];

    private static IEnumerable<Type> Listed => Removed.Concat(TracesOfCustomer.Kept.Keys);

    [Fact]
    public async Task S100_every_document_of_the_store_is_removed_by_an_erasure_or_kept_for_a_reason()
    {
        var tables = await TablesAsync();
        // A state that is folded when it is asked for has no table.
        var documents = shop.Store.Options.AllKnownDocumentTypes().Select(d => d.DocumentType).Where(t => tables.Contains(TableOf(t))).ToList();

        documents.Should().HaveCountGreaterThan(10, "a rule that examines nothing proves nothing");
        documents.Except(Listed).Where(t => !OfTheStack.Contains(TableOf(t))).Should().BeEmpty(
            "a new document is named in TracesOfCustomer: among Removed when it leads to a person, else among Kept with the reason");
        tables.Except(Listed.Select(TableOf)).Should().BeSubsetOf(OfTheStack, "the same goes for a document that was never registered");
        Removed.Should().NotIntersectWith(TracesOfCustomer.Kept.Keys);
    }

    [Fact]
    public async Task S100_what_is_listed_is_a_document_and_what_is_kept_has_a_reason()
    {
        var tables = await TablesAsync();

        Listed.Where(t => !tables.Contains(TableOf(t))).Should().BeEmpty("a statement about a table that does not exist would fail in the middle of an erasure");
        TracesOfCustomer.Kept.Values.Should().NotContain(reason => reason.Length == 0);
    }

    [Fact]
    public void S100_a_text_in_a_document_that_is_kept_has_been_looked_at() =>
        TracesOfCustomer.Kept.Keys.SelectMany(t => t.GetProperties()).Where(p => p.PropertyType == typeof(string)).Select(p => $"{p.DeclaringType!.Name}.{p.Name}")
            .Should().BeSubsetOf(Readable, "personal texts are Pii; a text that is not is listed here by whoever has made sure of it");

    private static string TableOf(Type document) => $"mt_doc_{document.Name.ToLowerInvariant()}";

    private async Task<IReadOnlyList<string>> TablesAsync()
    {
        await using var session = shop.Store.QuerySession();
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "select table_name from information_schema.tables where table_schema = 'marketplace' and table_name like 'mt\\_doc\\_%'";
        await using var rows = await command.ExecuteReaderAsync();
        List<string> tables = [];
        while (await rows.ReadAsync()) tables.Add(rows.GetString(0));
        return tables;
    }
}
