using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>A random secret in a file that only its owner may read. For Development: production secrets are configured.</summary>
public static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the secret, or makes it with its folder. Hosts that start together agree on one.</summary>
    /// <returns><see cref="HouseSecrets.Size"/> bytes.</returns>
    /// <exception cref="InvalidOperationException">The file holds something else.</exception>
    public static byte[] ReadOrCreate(string path)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        var made = false;
        return ReadOrCreate(path, ref made);
    }

    internal static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    internal static byte[] ReadOrCreate(string path, ref bool made)
    {
        if (!File.Exists(path))
        {
            // Of two hosts that start together one makes the file and the other waits for it.
            using var turn = Lock(Path.Combine(Path.GetDirectoryName(path)!, ".lock"));
            made |= TryCreate(path);
        }

        var secret = Convert.FromBase64String(File.ReadAllText(path));
        return secret.Length == HouseSecrets.Size ? secret : throw new InvalidOperationException($"{path} does not hold {HouseSecrets.Size} bytes.");
    }

    private static bool TryCreate(string path)
    {
        if (File.Exists(path)) return false;
        // Written aside and renamed: a host that dies here leaves no half secret behind.
        var aside = $"{path}.new";
        File.Delete(aside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(aside, options))
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(HouseSecrets.Size)));
        File.Move(aside, path);
        return true;
    }

    private static FileStream Lock(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
