using System.Reflection;
using System.Reflection.PortableExecutable;
using Nabla.Data;
using Nabla.Pictures;

namespace Nabla.Cli.Benchmarks;

/// <summary>Whether this program's code was compiled when it was packed, or is compiled as it runs, of which starting up takes its time.</summary>
internal static class ReadyToRunCode
{
    /// <summary>Whether all of Nabla's assemblies carry compiled code.</summary>
    public static bool IsComplete { get; } = new[] { typeof(ReadyToRunCode), typeof(Tensor), typeof(DatasetNotFoundException), typeof(Picture) }.All(type => IsIn(type.Assembly));

    static bool IsIn(Assembly assembly)
    {
        if (assembly.Location.Length == 0) return false;
        using var image = new PEReader(File.OpenRead(assembly.Location));
        return image.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0;
    }
}
