namespace Nabla.Operations;

/// <summary>Gradients of several inputs that a kernel computes together for one dy, each kept until it is asked for.</summary>
internal struct JointGradients
{
    readonly Tensor? dy;
    readonly int version;
    Tensor? first;
    Tensor? second;
    Tensor? third;

    public JointGradients(Tensor dy, Tensor? first, Tensor? second, Tensor? third)
    {
        (this.dy, version) = (dy, dy.Version);
        (this.first, this.second, this.third) = (first, second, third);
    }

    /// <summary>Whether the gradient of an input is there for this very dy, unchanged.</summary>
    public readonly bool Holds(int input, Tensor dy) => ReferenceEquals(dy, this.dy) && dy.Version == version && this[input] is { IsReleased: false };

    /// <summary>Hands the gradient of an input over.</summary>
    public Tensor Take(int input)
    {
        Tensor gradient = this[input]!;
        if (input == 0) first = null;
        else if (input == 1) second = null;
        else third = null;
        if (first is null && second is null && third is null) this = default;
        return gradient;
    }

    readonly Tensor? this[int input] => input switch { 0 => first, 1 => second, _ => third };
}
