using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Auditor.Format;

/// <summary>Computes leaves from events (docs/audit-format.md, 2). Not for two threads at once.</summary>
public sealed class LeafHash
{
    private static readonly byte[] Format = Encoding.ASCII.GetBytes("marketplace-event-v1");
    private readonly ArrayBufferWriter<byte> record = new(4096);

    /// <summary>The leaf: SHA-256 of a zero byte and the event's record.</summary>
    public byte[] Of(StoredEvent e)
    {
        record.ResetWrittenCount();
        Byte(0);
        Bytes(Format);
        Number(e.Sequence);
        Id(e.Id);
        Id(e.Stream);
        Number(e.Version);
        Number(e.Timestamp);
        Byte(e.Archived ? (byte)1 : (byte)0);
        Text(e.Type);
        Text(e.Data);
        Bytes(e.Binary);
        Text(e.Tenant);
        Text(e.DotnetType);
        Text(e.Correlation);
        Text(e.Causation);
        Text(e.Headers);
        Text(e.User);
        return SHA256.HashData(record.WrittenSpan);
    }

    /// <summary>The chain of a stream with one more leaf; before the first it is empty.</summary>
    public static byte[] Chain(byte[] before, byte[] leaf) => SHA256.HashData([.. before, .. leaf]);

    private void Byte(byte value)
    {
        record.GetSpan(1)[0] = value;
        record.Advance(1);
    }

    private void Number(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(record.GetSpan(8), value);
        record.Advance(8);
    }

    private void Id(Guid value)
    {
        value.TryWriteBytes(record.GetSpan(16), bigEndian: true, out _);
        record.Advance(16);
    }

    private void Length(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(record.GetSpan(4), value);
        record.Advance(4);
    }

    // A length of -1 is a missing value, which is not an empty one.
    private void Bytes(byte[]? value)
    {
        Length(value?.Length ?? -1);
        if (value is not null) record.Write(value);
    }

    private void Text(string? value)
    {
        if (value is null)
        {
            Length(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Length(length);
        record.Advance(Encoding.UTF8.GetBytes(value, record.GetSpan(length)));
    }
}
