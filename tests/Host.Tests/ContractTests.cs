using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Http;
using Xunit;

namespace Marketplace.Host.Tests;

/// <summary>The contract as a whole: every operation describes itself, and the document and its reader are served.</summary>
[Collection(nameof(HostFixture))]
public sealed class ContractTests(HostFixture fixture)
{
    [Fact]
    public void Every_operation_has_a_summary_and_names_refusals_that_exist() =>
        OperationAudit.Complaints(fixture.Host.Services).Should().BeEmpty();

    [Fact]
    public async Task S43_one_document_describes_the_api_for_app_and_site()
    {
        var document = (await fixture.Host.Anonymous().GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK).Body;

        document["openapi"]!.ToString().Should().StartWith("3.1");
        var paths = document["paths"]!.AsObject().Select(p => p.Key).ToList();
        paths.Should().Contain("/api/auth/challenges").And.Contain("/api/orders/{id}/payment").And.Contain("/api/wallet/withdrawals/{id}/confirmation");
        paths.Should().NotContain(p => p.StartsWith("/dev", StringComparison.Ordinal) || p.StartsWith("/simulators", StringComparison.Ordinal));
        (await fixture.Host.Anonymous().GetAsync("/docs/")).Expect(HttpStatusCode.OK).Raw.Should().NotContain("cdn.");
    }
}
