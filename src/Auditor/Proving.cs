using System.Text;
using System.Text.Json;
using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor;

/// <summary>One event with its inclusion proof: made from a database, and verified offline.</summary>
internal static class Proving
{
    public static int Prove(IEnumerable<string> args, TextWriter output)
    {
        var arguments = new Arguments(args, "connection", "event", "out");
        var id = arguments.Id("event");
        using var database = Sources.Database(arguments);
        if (ProofReader.Of(database, id) is not { } proof)
        {
            output.WriteLine($"BAD event-unknown id={id}: no checkpoint contains such an event");
            return Commands.Bad;
        }

        var json = Encoding.UTF8.GetString(proof.ToJson());
        if (arguments["out"] is { } path) File.WriteAllText(path, json + "\n");
        else output.WriteLine(json);
        return Say(proof.Fault(null), proof, arguments["out"] is null ? TextWriter.Null : output);
    }

    public static int Verify(IEnumerable<string> args, TextWriter output)
    {
        var arguments = new Arguments(args, "file", "key");
        var keys = Sources.Keys(arguments);
        Proof proof;
        try
        {
            proof = Proof.Read(Encoding.UTF8.GetBytes(Sources.Text(arguments.Required("file"))));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InputException($"This is not a proof: {e.Message}");
        }

        if (keys is null) output.WriteLine("   The signature was not checked: give --key.");
        return Say(proof.Fault(keys), proof, output);
    }

    private static int Say(string? fault, Proof proof, TextWriter output)
    {
        var position = $"index={proof.Index} sequence={proof.Event.Sequence} stream={proof.Event.Stream} version={proof.Event.Version}";
        output.WriteLine(fault is null ? $"OK {position}: {proof.Event.Type} is in the history of size {proof.Size}" : $"BAD proof {position}: {fault}");
        return fault is null ? Commands.Good : Commands.Bad;
    }
}
