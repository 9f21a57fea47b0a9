using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor;

/// <summary>Writes the whole history into a file, line by line.</summary>
internal static class Exporting
{
    public static int Run(IEnumerable<string> args, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var arguments = new Arguments(args, "connection", "out");
        var path = arguments.Required("out");
        using var database = Sources.Database(arguments);
        // Under its name it is whole: written beside it first.
        var aside = path + ".part";
        var progress = new Progress(errors, "exported", clock);
        long events;
        using (var writer = new LineWriter(new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20)))
        {
            writer.WriteAll(database.Lines(), DateTime.UtcNow, progress.At);
            events = writer.Events;
        }

        File.Move(aside, path, overwrite: true);
        output.WriteLine($"OK {progress.Text(events)}, to {path}");
        return Commands.Good;
    }
}
