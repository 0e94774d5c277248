using System.ComponentModel;
using System.Diagnostics;

namespace Nabla.Pictures;

/// <summary>Turns SVG into PNG with librsvg's command, twice as large as the drawing for sharp slides.</summary>
public static class PngConverter
{
    const string Command = "rsvg-convert";
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Whether the converter is installed.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Join(folder, Command)) || File.Exists(Path.Join(folder, $"{Command}.exe")));

    internal static void Convert(string svg, string path)
    {
        if (!IsInstalled)
            throw new PictureException($"PNG: cannot convert: '{Command}' is not installed. Save an .svg, or install librsvg2-bin (Debian), librsvg2-tools (Fedora) or librsvg (Homebrew).");
        using var process = new Process { StartInfo = new(Command, ["--zoom", "2", "--format", "png", "--output", path]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true } };
        try
        {
            process.Start();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(svg);
            process.StandardInput.Close();
            if (!process.WaitForExit(Limit))
            {
                process.Kill();
                throw new PictureException(Invariant($"PNG: cannot convert: '{Command}' took more than {Limit.TotalSeconds:0} s."));
            }
            if (process.ExitCode != 0) throw new PictureException(Invariant($"PNG: cannot convert: '{Command}' ended with code {process.ExitCode}: {errors.Result.Trim()}"));
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new PictureException($"PNG: cannot convert with '{Command}': {e.Message}", e);
        }
    }
}
