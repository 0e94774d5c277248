using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Optimizer steps.</summary>
internal sealed partial class CpuBackend
{
    const int UpdatePart = 16_384;

    public void Update<TRule>(Tensor parameter, Tensor gradient, Tensor? first, Tensor? second, Tensor? third, ReadOnlySpan<double> constants)
        where TRule : struct, IUpdateRule<TRule>
    {
        int count = (int)parameter.ElementCount;
        if (count == 0) return;
        Tensor g = Dense(gradient); // first of all: it may be computed from what changes
        parameter.BeforeChange();
        first?.BeforeChange();
        second?.BeforeChange();
        third?.BeforeChange();
        var c = new Constants();
        constants.CopyTo(c);
        int parts = (count - 1) / UpdatePart + 1;
        if (parameter.DType == DType.Float32)
        {
            var body = new UpdateParts<TRule, float>(parameter, g, first, second, third, c, constants.Length);
            ForkJoin.Run(parts, in body, count);
        }
        else
        {
            var body = new UpdateParts<TRule, double>(parameter, g, first, second, third, c, constants.Length);
            ForkJoin.Run(parts, in body, count);
        }
    }

    readonly struct UpdateParts<TRule, T>(Tensor p, Tensor g, Tensor? s, Tensor? t, Tensor? u, Constants constants, int constantCount) : IParts
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged
    {
        public void Run(int part)
        {
            Span<T> whole = p.Span<T>();
            int start = part * UpdatePart, length = Math.Min(UpdatePart, whole.Length - start);
            Constants c = constants;
            UpdateLoops.Run<TRule, T>(
                whole.Slice(start, length),
                g.Span<T>().Slice(start, length),
                s is null ? default : s.Span<T>().Slice(start, length),
                t is null ? default : t.Span<T>().Slice(start, length),
                u is null ? default : u.Span<T>().Slice(start, length),
                ((ReadOnlySpan<double>)c)[..constantCount]);
        }
    }

    [System.Runtime.CompilerServices.InlineArray(StepConstants<double>.Count)]
    struct Constants
    {
        double first;
    }
}
