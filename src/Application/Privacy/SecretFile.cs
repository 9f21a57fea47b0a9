using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>A secret in a file that only its owner may read.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    public static byte[] ReadOrCreate(string path, ref bool made)
    {
        if (!File.Exists(path)) made |= TryCreate(path);
        var secret = Convert.FromBase64String(File.ReadAllText(path));
        return secret.Length == HouseSecrets.Size ? secret : throw new InvalidOperationException($"{path} does not hold {HouseSecrets.Size} bytes.");
    }

    // Written aside and then linked into place: of two hosts that start together one wins whole, and neither reads half a file.
    private static bool TryCreate(string path)
    {
        var aside = $"{path}.{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(aside, options))
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(HouseSecrets.Size)));
        try
        {
            File.Move(aside, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
            return false;
        }
    }
}
