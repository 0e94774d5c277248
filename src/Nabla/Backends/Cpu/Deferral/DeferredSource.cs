namespace Nabla.Backends.Cpu;

/// <summary>A product or a convolution that was put off, so that the elementwise operations behind it go over its parts while they lie in the cache.</summary>
/// <param name="x">What is multiplied.</param>
/// <param name="weight">What it is multiplied by.</param>
/// <param name="bias">What is added, or null.</param>
internal abstract class DeferredSource<T>(Tensor x, Tensor weight, Tensor? bias) : Deferred where T : unmanaged
{
    protected Tensor X { get; private set; } = x;

    protected Tensor Weight { get; private set; } = weight;

    protected Tensor? Bias { get; private set; } = bias;

    public override bool IsReleased => base.IsReleased || X.IsReleased || Weight.IsReleased || Bias is { IsReleased: true };

    /// <summary>The tensor that waits for the result.</summary>
    public Tensor For(in Shape shape)
    {
        var y = new Tensor(this, DType.Of<T>(), shape);
        var reader = new WeakReference<Tensor>(y);
        X.Storage.Readers.Add(reader);
        Weight.Storage.Readers.Add(reader);
        Bias?.Storage.Readers.Add(reader);
        return y;
    }

    /// <inheritdoc/>
    /// <remarks>The weights of a graph will change: if the result were not stored then, a copy of them would have to be.</remarks>
    public override void OnRecorded() => IsWanted = true;

    public override void Compute(Tensor y)
    {
        Tensor value = Tensor.Allocate<T>(y.Shape, Lender);
        Write(value, null);
        y.Settle(this, value);
    }

    public override void ReadInstead(Storage memory, Storage other)
    {
        if (X.LiesIn(memory)) X = X.Over(other);
        if (Weight.LiesIn(memory)) Weight = Weight.Over(other);
        if (Bias is { } b && b.LiesIn(memory)) Bias = b.Over(other);
    }

    /// <summary>Computes the result into memory.</summary>
    /// <param name="y">The memory.</param>
    /// <param name="then">What follows; null for nothing.</param>
    public abstract void Write(Tensor y, IContinuation? then);
}
