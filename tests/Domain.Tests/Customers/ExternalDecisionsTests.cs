using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class ExternalDecisionsTests
{
    private static readonly ExternalIdentity Identity = new(Id("identity"), ExternalProvider.Apple);
    private static readonly Pii<string> Subject = new(CustomerId, "external-subject", "001122.aabb");

    [Fact]
    public void S27_an_identity_that_nobody_has_is_linked() => Given().When(c => ExternalDecisions.Link(c, null, Identity, Subject, Noon)).Then(Linked);

    [Fact]
    public void S27_an_identity_of_another_account_is_taken() =>
        Given().When(c => ExternalDecisions.Link(c, Id("another customer"), Identity, Subject, Noon)).ThenRefused("auth.external-taken");

    [Fact]
    public void S27_an_identity_that_is_linked_already_is_not_linked_twice()
    {
        Given(Linked).When(c => ExternalDecisions.Link(c, CustomerId, Identity, Subject, Noon)).Then();
        Given(Linked).When(c => ExternalDecisions.Link(c, null, Identity, Subject, Noon)).Then();
    }

    [Fact]
    public void S28_an_account_may_have_identities_at_several_providers()
    {
        var sber = new ExternalIdentity(Id("another identity"), ExternalProvider.Sber);
        Given(Linked).When(c => ExternalDecisions.Link(c, null, sber, Subject, Noon))
            .Then(new ExternalIdentityLinked(CustomerId, sber.IdentityId, ExternalProvider.Sber, Subject, Noon));
    }

    private static CustomerEvent Linked => new ExternalIdentityLinked(CustomerId, Identity.IdentityId, ExternalProvider.Apple, Subject, Noon);
}
