using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marten;

namespace Marketplace.Application.Views.Stored;

/// <summary>An order as it is stored for its customer, not read.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="Version">The version of its stream.</param>
/// <param name="Json">An <see cref="OrderView"/>, as readers get it, in UTF-8.</param>
public sealed record StoredOrder(Guid OrderId, DateTimeOffset PlacedAt, long Version, byte[] Json)
{
    /// <summary>Whether a version that knew other members has written it: then it is the document, still to be written as readers get it.</summary>
    internal bool IsOld { get; init; }

    /// <summary>As readers get it today. Each caller does it for its own orders: one that cannot be read fails nobody else's.</summary>
    internal StoredOrder Renewed(ISerializer serializer)
    {
        if (!IsOld) return this;
        using var document = new MemoryStream(Json, writable: false);
        return this with { Json = Encoding.UTF8.GetBytes(ViewJson.Of(serializer.FromJson<OrderView>(document))), IsOld = false };
    }

    /// <summary>As customers see them.</summary>
    public static Comparison<StoredOrder> NewestFirst { get; } =
        (one, other) => one.PlacedAt == other.PlacedAt ? other.OrderId.CompareTo(one.OrderId) : other.PlacedAt.CompareTo(one.PlacedAt);

    /// <summary>The order, read.</summary>
    public OrderView Read() => JsonSerializer.Deserialize<OrderView>(Json, ViewJson.Options)!;
}

/// <summary>Orders that are written into an answer as they are stored, and read only by who looks into one.</summary>
/// <param name="stored">The orders.</param>
public sealed class StoredOrderList(IReadOnlyList<StoredOrder> stored) : IReadOnlyList<OrderView>
{
    /// <summary>The orders as they are stored.</summary>
    public IReadOnlyList<StoredOrder> Stored => stored;

    /// <inheritdoc />
    public int Count => stored.Count;

    /// <inheritdoc />
    public OrderView this[int index] => stored[index].Read();

    /// <inheritdoc />
    public IEnumerator<OrderView> GetEnumerator() => stored.Select(o => o.Read()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Writes a list of orders: one that is stored byte by byte, another like any list.</summary>
    public sealed class Writer : JsonConverter<IReadOnlyList<OrderView>>
    {
        /// <inheritdoc />
        public override IReadOnlyList<OrderView> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("It is only written.");

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, IReadOnlyList<OrderView> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            // The database has what this house wrote into it; to look through it again would be half of reading it.
            if (value is StoredOrderList list) foreach (var order in list.Stored) writer.WriteRawValue(order.Json, skipInputValidation: true);
            else foreach (var order in value) JsonSerializer.Serialize(writer, order, options);
            writer.WriteEndArray();
        }
    }
}
