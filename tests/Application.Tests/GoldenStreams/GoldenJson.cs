using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Application.Json;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Weasel.Core;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>
/// The store's own serializer with keys that never change, so that what was encrypted when a set was written still opens. A box is
/// sealed with a new nonce each time: what was read is therefore written with the box it was read from, as long as its value is the same.
/// </summary>
internal sealed class GoldenJson
{
    private readonly KeptBoxes boxes;
    private readonly Marten.ISerializer store;

    private GoldenJson(bool writes)
    {
        boxes = new KeptBoxes(Options(new FixedKeys(writes)));
        var options = new StoreOptions();
        options.UseSystemTextJsonForSerialization(EnumStorage.AsInteger, Casing.CamelCase, json =>
        {
            json.Converters.Insert(0, boxes);
            MarketplaceJson.Configure(json);
        });
        store = options.Serializer();
    }

    /// <summary>How a set is written: every customer still has a key.</summary>
    public static GoldenJson Writing => new(writes: true);

    /// <summary>How a set is read: whoever was erased has none.</summary>
    public static GoldenJson Reading => new(writes: false);

    public string Write(object happened) => store.ToJson(happened);

    public object Read(Type type, string json)
    {
        boxes.Forget();
        return store.FromJson(type, new MemoryStream(Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>A state, with its personal values in clear: they are invented, and that they opened is part of what is compared.</summary>
    public static string Show(object state) => JsonSerializer.Serialize(state, state.GetType(), Shown);

    private static readonly JsonSerializerOptions Shown = WithClearValues();

    private static JsonSerializerOptions WithClearValues()
    {
        var json = new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        json.Converters.Add(new ClearPii());
        MarketplaceJson.Configure(json);
        return json;
    }

    private static JsonSerializerOptions Options(IDataKeys keys)
    {
        var json = new JsonSerializerOptions();
        MarketplaceJson.Configure(json, new ServiceCollection().AddSingleton(keys).BuildServiceProvider());
        return json;
    }

    private sealed class KeptBoxes(JsonSerializerOptions real) : JsonConverterFactory
    {
        private readonly Queue<(object Value, string Stored)> kept = new();

        public void Forget() => kept.Clear();

        public override bool CanConvert(Type typeToConvert) => IsPii(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Keeper<>).MakeGenericType(typeToConvert.GetGenericArguments()), kept, real)!;
    }

    private sealed class Keeper<T>(Queue<(object Value, string Stored)> kept, JsonSerializerOptions real) : JsonConverter<Pii<T>> where T : class
    {
        public override Pii<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var stored = JsonDocument.ParseValue(ref reader);
            var value = stored.Deserialize<Pii<T>>(real)!;
            kept.Enqueue((value, stored.RootElement.GetRawText()));
            return value;
        }

        public override void Write(Utf8JsonWriter writer, Pii<T> value, JsonSerializerOptions options)
        {
            if (kept.TryDequeue(out var read) && read.Value.Equals(value)) writer.WriteRawValue(read.Stored);
            else JsonSerializer.Serialize(writer, value, real);
        }
    }

    private sealed class ClearPii : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => IsPii(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Clear<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
    }

    private sealed class Clear<T> : JsonConverter<Pii<T>> where T : class
    {
        public override Pii<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Pii<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("of", value.Subject);
            writer.WriteString("class", value.Class);
            writer.WritePropertyName("value");
            JsonSerializer.Serialize(writer, value.Value, options);
            writer.WriteEndObject();
        }
    }

    private static bool IsPii(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Pii<>);

    /// <summary>A key for each subject that follows from its id. They protect nothing: the values are invented.</summary>
    private sealed class FixedKeys(bool writes) : IDataKeys
    {
        public byte[]? Find(Guid subject) => !writes && subject == Golden.Erased ? null : SHA256.HashData([.. "golden streams"u8, .. subject.ToByteArray()]);

        public Task CreateAsync(Guid subject, CancellationToken cancellation) => throw new NotSupportedException();

        public Task PreloadAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation) => Task.CompletedTask;

        public Task DestroyAsync(Guid subject, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<int> DestroyAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation = default) => throw new NotSupportedException();

        public void Forget(Guid subject) => throw new NotSupportedException();

        public void ForgetAll() => throw new NotSupportedException();
    }
}
