namespace Nabla.Operations;

/// <summary>Gradients of several inputs that a kernel computes together for one dy, each kept until it is asked for.</summary>
/// <remarks>A vertex keeps them from one product to the next; a walk takes them out while it uses them, so that walks on several threads do not meet.</remarks>
internal sealed class JointGradients
{
    readonly Tensor dy;
    readonly int version;
    Tensor? first;
    Tensor? second;
    Tensor? third;

    public JointGradients(Tensor dy, Tensor? first, Tensor? second, Tensor? third)
    {
        (this.dy, version) = (dy, dy.Version);
        (this.first, this.second, this.third) = (first, second, third);
    }

    /// <summary>What a vertex keeps, where the gradient of an input is in it for this very dy, unchanged.</summary>
    public static JointGradients? Kept(ref JointGradients? kept, int input, Tensor dy) =>
        Interlocked.Exchange(ref kept, null) is { } joint && ReferenceEquals(dy, joint.dy) && dy.Version == joint.version && joint[input] is { IsReleased: false } ? joint : null;

    /// <summary>Hands the gradient of an input over, and leaves the others to the vertex.</summary>
    public Tensor Take(int input, ref JointGradients? kept)
    {
        Tensor gradient = this[input]!;
        if (input == 0) first = null;
        else if (input == 1) second = null;
        else third = null;
        if ((first ?? second ?? third) is not null) Volatile.Write(ref kept, this);
        gradient.HandOver();
        return gradient;
    }

    Tensor? this[int input] => input switch { 0 => first, 1 => second, _ => third };
}
