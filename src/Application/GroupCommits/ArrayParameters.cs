using System.Buffers;
using Npgsql;
using NpgsqlTypes;
using Weasel.Storage;

namespace Marketplace.Application.GroupCommits;

/// <summary>Fills the parameters of a statement, each of which is a column of many rows, from left to right.</summary>
internal sealed class ArrayParameters(IReadOnlyList<NpgsqlParameter> parameters)
{
    // Room for one document, used again and again: a writer that is made for each grows in steps of 4 KB.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    private int next;

    public void Add<T>(IEnumerable<T> column, NpgsqlDbType type)
    {
        var parameter = parameters[next++];
        (parameter.Value, parameter.NpgsqlDbType) = (column.ToArray(), NpgsqlDbType.Array | type);
    }

    /// <summary>As the store writes it.</summary>
    public static byte[] Json(IStorageSession session, object value)
    {
        buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        buffer.ResetWrittenCount();
        session.Serializer.WriteTo(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }
}
