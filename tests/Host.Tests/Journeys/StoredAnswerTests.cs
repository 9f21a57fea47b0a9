using System.Net;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Application.Views.Stored;
using Marten;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>Pages that are answered with what is stored: they say what they would say if it had been read, and tell their version.</summary>
[Collection(nameof(HostFixture))]
public sealed class StoredAnswerTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    private IDocumentStore Store => host.Services.GetRequiredService<IDocumentStore>();

    [Fact]
    public async Task S65_S104_an_order_on_every_page_is_byte_for_byte_what_its_view_would_be_written_as()
    {
        var (customer, orders) = await LifeAsync();
        var json = host.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

        await using var session = Store.QuerySession();
        var views = (await session.LoadManyAsync<OrderView>(orders)).OrderByDescending(v => v.PlacedAt).ToList();
        var written = views.Select(v => JsonSerializer.Serialize(v, json)).ToList();

        views.Should().HaveCount(3);
        foreach (var (view, text) in views.Zip(written)) (await customer.GetAsync($"/api/orders/{view.OrderId}")).Raw.Should().Be(text);
        (await customer.GetAsync("/api/purchases")).Raw.Should().Be($$"""{"items":[{{string.Join(',', written)}}],"nextCursor":null}""");
        (await customer.GetAsync("/api/account")).Raw.Should().Contain($"\"openOrders\":[{written[0]},{written[1]}],");
    }

    [Fact]
    public async Task S65_S104_an_order_that_an_older_version_has_stored_is_answered_in_the_shape_of_this_one()
    {
        var (customer, orders) = await LifeAsync();
        var before = (await customer.GetAsync("/api/purchases")).Raw;

        await ExecuteAsync($"update marketplace.mt_doc_orderview set json = '{{}}', json_shape = 'older' where id = '{orders[0]}'");
        await ExecuteAsync($"update marketplace.mt_doc_orderview set json = null, json_shape = null where id = '{orders[1]}'");

        (await customer.GetAsync("/api/purchases")).Raw.Should().Be(before);
    }

    [Fact]
    public async Task I16_the_stored_answer_of_an_order_says_what_its_document_says()
    {
        await LifeAsync();
        (await AskAsync("select count(*) from marketplace.mt_doc_orderview where json is not null and json::jsonb = data and (data ->> 'version')::bigint = mt_version")).Should().BePositive();
        (await AskAsync("select count(*) from marketplace.mt_doc_orderview where json_shape <> 'older' and (json::jsonb is distinct from data or (data ->> 'version')::bigint <> mt_version)")).Should().Be(0);
    }

    [Fact]
    public async Task Rows_are_compressed_fast_where_the_server_can()
    {
        var can = await AskAsync("select count(*) from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)");
        (await AskAsync("select count(*) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where d.datname = current_database() and 'default_toast_compression=lz4' = any(s.setconfig)"))
            .Should().Be(can);
    }

    [Theory]
    [InlineData("/api/account")]
    [InlineData("/api/purchases")]
    [InlineData("/api/orders/{0}")]
    public async Task A_page_that_has_not_changed_is_not_sent_again(string path)
    {
        var (customer, orders) = await LifeAsync();
        path = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, orders[2]);

        var tag = await TagAsync(customer, path, null, HttpStatusCode.OK);
        (await TagAsync(customer, path, tag, HttpStatusCode.NotModified)).Should().Be(tag);
        (await TagAsync(customer, path, $"\"other\", W/{tag}", HttpStatusCode.NotModified)).Should().Be(tag);
        (await TagAsync(customer, path, "*", HttpStatusCode.NotModified)).Should().Be(tag);

        (await customer.PostAsync($"/api/orders/{orders[2]}/cancellation")).Expect(HttpStatusCode.OK);
        (await TagAsync(customer, path, tag, HttpStatusCode.OK)).Should().NotBe(tag);
    }

    [Fact]
    public async Task The_tag_of_an_order_is_its_version_and_what_an_order_is_made_of()
    {
        var (customer, orders) = await LifeAsync();
        var order = await customer.GetAsync($"/api/orders/{orders[0]}");
        (await TagAsync(customer, $"/api/orders/{orders[0]}", null, HttpStatusCode.OK)).Should().Be($"\"{order.Number("version")}-{ViewJson.ShapeOf<OrderView>()}\"");
    }

    [Fact]
    public async Task S65_the_order_of_another_is_as_unknown_as_one_that_does_not_exist()
    {
        var (_, orders) = await LifeAsync();
        var stranger = await host.CustomerAsync();
        (await stranger.GetAsync($"/api/orders/{orders[0]}")).Code.Should().Be("order.not-found");
        (await stranger.GetAsync("/api/purchases")).Raw.Should().Be("""{"items":[],"nextCursor":null}""");
    }

    // One that has been delivered, one paid, one placed; the oldest first.
    private async Task<(Api Customer, IReadOnlyList<Guid> Orders)> LifeAsync()
    {
        var customer = await host.CustomerAsync(1000_00);
        var delivered = await customer.PlaceAsync(("books-901", 2));
        (await customer.PayAsync(delivered.Id("orderId"), wallet: 200_00)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(delivered.Id("orderId"));
        var paid = await customer.PlaceAsync(("books-901", 3));
        (await customer.PayAsync(paid.Id("orderId"), wallet: 300_00)).Expect(HttpStatusCode.OK);
        var placed = await customer.PlaceAsync(("books-900", 1));
        return (customer, [delivered.Id("orderId"), paid.Id("orderId"), placed.Id("orderId")]);
    }

    private async Task<string?> TagAsync(Api customer, string path, string? known, HttpStatusCode expected)
    {
        using var http = new HttpClient { BaseAddress = host.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", customer.Token);
        if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var response = await http.SendAsync(request);
        response.StatusCode.Should().Be(expected);
        response.Headers.CacheControl!.ToString().Should().Be("no-cache, private");
        if (expected == HttpStatusCode.NotModified) (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        return response.Headers.ETag?.ToString();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> AskAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        return connection;
    }
}
