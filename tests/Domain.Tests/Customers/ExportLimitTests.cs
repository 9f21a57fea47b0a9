using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class ExportLimitTests
{
    [Fact]
    public void Data_are_handed_over_five_times_a_day()
    {
        var four = Enumerable.Range(0, 4).Select(hour => Noon.AddHours(hour)).ToList();

        ExportLimit.Refuse(four, Noon.AddHours(4)).Should().BeNull();
        var refused = ExportLimit.Refuse([.. four, Noon.AddHours(4)], Noon.AddHours(5));
        refused!.Code.Should().Be("customer.too-many-exports");
        refused.RetryAt.Should().Be(Noon.AddDays(1));
    }

    [Fact]
    public void A_day_after_the_first_there_is_room_again()
    {
        var five = Enumerable.Range(0, 5).Select(hour => Noon.AddHours(hour)).ToList();

        ExportLimit.Refuse(five, Noon.AddDays(1) - OneSecond).Should().NotBeNull();
        ExportLimit.Refuse(five, Noon.AddDays(1)).Should().BeNull();
    }
}
