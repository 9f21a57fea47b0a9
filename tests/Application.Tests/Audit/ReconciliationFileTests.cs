using System.Text;
using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Domain.Ledger;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

public sealed class ReconciliationFileTests
{
    private const string Bank = "reference,amount,settled_at\n";
    private const string Acquirer = "operation,reference,amount,occurred_at\n";

    [Fact]
    public async Task U4_a_list_is_read_line_by_line()
    {
        (await ReadAsync(Bank + "w.1.2,12345,2026-11-09T12:00:00+03:00\r\n\"w.1,3\",1,2026-11-09T09:00:00.123Z\r\n", Provider.Bank)).Should().Equal(
            new ProviderLine(ProviderOperation.Payout, "w.1.2", 123_45, new DateTimeOffset(2026, 11, 9, 9, 0, 0, TimeSpan.Zero)),
            new ProviderLine(ProviderOperation.Payout, "w.1,3", 1, new DateTimeOffset(2026, 11, 9, 9, 0, 0, 123, TimeSpan.Zero)));
        (await ReadAsync(Acquirer + "capture,t.1,100,2026-11-09T12:00:00Z\nrefund,abc,5,2026-11-09T12:00:00Z", Provider.Acquirer))
            .Select(l => (l.Operation, l.Reference, l.Amount)).Should().Equal((ProviderOperation.Capture, "t.1", 100), (ProviderOperation.Refund, "abc", 5));
    }

    [Fact]
    public async Task U4_a_list_without_lines_and_one_with_a_byte_order_mark_are_lists()
    {
        (await ReadAsync(Bank, Provider.Bank)).Should().BeEmpty();
        (await ReadAsync("\uFEFF" + Acquirer, Provider.Acquirer)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("amount,reference,settled_at\n", 0)]
    [InlineData("Reference,Amount,Settled_at\n", 0)]
    [InlineData("reference;amount;settled_at\n", 0)]
    [InlineData("reference,amount,settled_at,more\n", 0)]
    [InlineData(Bank + "w,100\n", 2)]
    [InlineData(Bank + "w,100,2026-11-09T12:00:00Z,\n", 2)]
    [InlineData(Bank + "\n", 2)]
    [InlineData(Bank + ",100,2026-11-09T12:00:00Z\n", 2)]
    [InlineData(Bank + "w,100.00,2026-11-09T12:00:00Z\n", 2)]
    [InlineData(Bank + "w,-100,2026-11-09T12:00:00Z\n", 2)]
    [InlineData(Bank + "w,0,2026-11-09T12:00:00Z\n", 2)]
    [InlineData(Bank + "w,1 000,2026-11-09T12:00:00Z\n", 2)]
    [InlineData(Bank + "w,99999999999999999999,2026-11-09T12:00:00Z\n", 2)]
    [InlineData(Bank + "w,100,2026-11-09\n", 2)]
    [InlineData(Bank + "w,100,09.11.2026 12:00\n", 2)]
    [InlineData(Bank + "w,1,2026-11-09T12:00:00Z\nw\"x,100,2026-11-09T12:00:00Z\n", 3)]
    public async Task U4_what_is_no_line_makes_the_whole_list_unusable(string list, int line)
    {
        var wrong = (await FluentActions.Awaiting(() => ReadAsync(list, Provider.Bank)).Should().ThrowAsync<ReconciliationFileException>()).Which;
        wrong.Message.Should().StartWith(line == 0 ? "The first line must be" : $"Line {line}");
    }

    [Fact]
    public async Task U4_an_unknown_operation_and_bytes_that_are_no_text_make_a_list_unusable()
    {
        await FluentActions.Awaiting(() => ReadAsync(Acquirer + "void,t.1,100,2026-11-09T12:00:00Z\n", Provider.Acquirer)).Should().ThrowAsync<ReconciliationFileException>();
        await FluentActions.Awaiting(() => ReadAsync(Bank + new string('w', 300) + ",1,2026-11-09T12:00:00Z\n", Provider.Bank)).Should().ThrowAsync<ReconciliationFileException>();
        using var broken = new MemoryStream([.. Encoding.UTF8.GetBytes(Bank), 0xFF, 0xFE, (byte)'\n']);
        await FluentActions.Awaiting(() => ReadAsync(broken, Provider.Bank)).Should().ThrowAsync<ReconciliationFileException>();
    }

    private static async Task<List<ProviderLine>> ReadAsync(string list, Provider provider)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(list));
        return await ReadAsync(stream, provider);
    }

    private static async Task<List<ProviderLine>> ReadAsync(Stream list, Provider provider)
    {
        List<ProviderLine> lines = [];
        await foreach (var line in ReconciliationFile.ReadAsync(list, provider, CancellationToken.None)) lines.Add(line);
        return lines;
    }
}
