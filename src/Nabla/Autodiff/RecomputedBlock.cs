using System.Runtime.InteropServices;

namespace Nabla.Autodiff;

/// <summary>The vertex of a block whose graph was not kept: a walk computes it again.</summary>
internal sealed class RecomputedBlock : Node
{
    readonly Node[] inputs;
    readonly HashSet<Node> used;
    readonly ulong fingerprint;
    Func<Tensor, Tensor>? block;
    Replay? replay;
    Saved x;

    /// <summary>A block that was computed.</summary>
    /// <param name="block">Its formula.</param>
    /// <param name="x">Its input.</param>
    /// <param name="y">Its output.</param>
    /// <param name="inputs">The vertices outside that its graph reaches, each once.</param>
    /// <param name="replay">What it used up and changed.</param>
    public RecomputedBlock(Func<Tensor, Tensor> block, Tensor x, Tensor y, Node[] inputs, Replay replay)
    {
        Shape = y.Shape;
        DType = y.DType;
        (this.block, this.x, this.inputs, this.replay) = (block, new Saved(x), inputs, replay);
        used = new(inputs, ReferenceEqualityComparer.Instance);
        fingerprint = Fingerprint(y);
    }

    public override string Name => nameof(Checkpoint);

    public override int InputCount => inputs.Length;

    public override Node Input(int index) => inputs[index];

    /// <summary>Whether a vertex stands outside the block, right before it.</summary>
    public bool Uses(Node node) => used.Contains(node);

    /// <summary>Computes the block again, from the same random numbers and buffers, and records it.</summary>
    /// <returns>The vertex of the output.</returns>
    /// <exception cref="GraphException">The graph was freed, the input changed, or the block gave something else this time.</exception>
    public Node Recompute()
    {
        Tensor input = x.Value(Name);
        ThreadWatch? watch = ThreadWatch.Current;
        Detection detection = watch?.Detection ?? Detection.Off;
        if (detection == Detection.Backward) watch!.Detection = Detection.Forward;
        try
        {
            using var recording = NoGrad.Resume();
            Tensor y = replay!.Again(block!, input);
            if (y.Node is { } root && y.Shape == Shape && y.DType == DType && Fingerprint(y) == fingerprint) return root;
            throw new GraphException($"Checkpoint: cannot compute the block of {input.Describe()} again: it gave another {y.Describe()} than in the forward pass. Were parameters changed or the mode switched in between, or does it draw numbers that no RandomStream gives?");
        }
        finally
        {
            if (watch is not null) watch.Detection = detection;
        }
    }

    public override Tensor Vjp(int input, Tensor dy) => throw new InvalidOperationException("A walk goes through the block's graph.");

    public override Tensor? Jvp(int input, Tensor dx) => throw new InvalidOperationException("A walk goes through the block's graph.");

    public override void Release() => (block, replay, x) = (null, null, default);

    /// <summary>A number that another value has with a chance of 2⁻⁶⁴ (FNV-1a over 64-bit words).</summary>
    static ulong Fingerprint(Tensor y)
    {
        if (!y.IsContiguous) y = StridedCopy.Contiguous(y);
        ReadOnlySpan<byte> bytes = y.DType == DType.Float32 ? MemoryMarshal.AsBytes(y.Span<float>()) : MemoryMarshal.AsBytes(y.Span<double>());
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong hash = 0xCBF29CE484222325;
        foreach (ulong word in words) hash = (hash ^ word) * 0x100000001B3;
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..]) hash = (hash ^ rest) * 0x100000001B3;
        return hash;
    }
}
