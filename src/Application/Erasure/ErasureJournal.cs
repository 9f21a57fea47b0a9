using System.Globalization;
using System.Text;

namespace Marketplace.Application.Erasure;

/// <summary>
/// Remembers outside of the databases who was erased: a restore of both to an earlier moment forgets it, and brings the people
/// back. Files of lines «time, id», one per machine, only ever appended to; a host reads all files of the folder. The ids lead
/// nowhere.
/// </summary>
/// <param name="folder">Where it is; null for none.</param>
public sealed class ErasureJournal(string? folder)
{
    private const int Attempts = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether there is one.</summary>
    public bool IsKept => folder is not null;

    /// <summary>Everybody in it. A line that a crash cut short says nothing: what it was about had not been done yet.</summary>
    public IReadOnlySet<Guid> Read()
    {
        if (folder is null || !Directory.Exists(folder)) return new HashSet<Guid>();
        return Directory.EnumerateFiles(folder, "*.log").SelectMany(File.ReadLines)
            .Select(line => line.Split(' ')).Where(words => words.Length == 2)
            .Select(words => Guid.TryParseExact(words[1], "D", out var subject) ? subject : Guid.Empty)
            .Where(subject => subject != Guid.Empty).ToHashSet();
    }

    /// <summary>Adds them, and comes back when the disk has them.</summary>
    public async Task AppendAsync(IReadOnlyCollection<Guid> subjects, DateTimeOffset at, CancellationToken cancellation)
    {
        if (folder is null || subjects.Count == 0) return;
        Directory.CreateDirectory(folder);
        await using var file = await OpenAsync(Path.Combine(folder, $"{Environment.MachineName}.log"), cancellation);
        var text = new StringBuilder();
        file.Seek(0, SeekOrigin.End);
        if (file.Length > 0 && await EndsOpenAsync(file, cancellation)) text.Append('\n');
        foreach (var subject in subjects) text.Append(CultureInfo.InvariantCulture, $"{at.UtcDateTime:O} {subject:D}\n");
        await file.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()), cancellation);
        file.Flush(flushToDisk: true);
    }

    private static async Task<bool> EndsOpenAsync(FileStream file, CancellationToken cancellation)
    {
        var last = new byte[1];
        file.Seek(-1, SeekOrigin.End);
        await file.ReadExactlyAsync(last, cancellation);
        return last[0] != '\n';
    }

    // One at a time, also of two hosts on one machine.
    private static async Task<FileStream> OpenAsync(string path, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
