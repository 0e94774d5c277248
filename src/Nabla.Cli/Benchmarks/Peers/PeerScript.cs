using System.Reflection;

namespace Nabla.Cli.Benchmarks.Peers;

/// <summary>The peer's script, which travels in this program, as a file for as long as it is needed.</summary>
internal sealed class PeerScript : IDisposable
{
    const string Resource = "peers/torch_peer.py";

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nabla-bench-");

    public PeerScript()
    {
        File = System.IO.Path.Combine(folder.FullName, System.IO.Path.GetFileName(Resource));
        using Stream source = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}.");
        using FileStream target = System.IO.File.Create(File);
        source.CopyTo(target);
    }

    /// <summary>Its path.</summary>
    public string File { get; }

    public void Dispose() => folder.Delete(recursive: true);
}
