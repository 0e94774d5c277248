namespace Nabla.Backends.Cpu;

/// <summary>A run of outputs along a row that one tap of the window serves: neighbours in the output, a stride apart in the input.</summary>
internal readonly record struct TapRun(int Output, int Input, int Length);

/// <summary>All runs of a plane, tap after tap in row-major order; what lies outside the input is left out.</summary>
internal ref struct TapRuns(ConvolutionGeometry g, Extent3 input, Extent3 output)
{
    int kd, kh, kw, od, oh = -1;

    public readonly TapRuns GetEnumerator() => this;

    public TapRun Current { readonly get; private set; }

    public bool MoveNext()
    {
        while (Next())
        {
            int d = od * g.Stride.Depth - g.Before.Depth + kd * g.Dilation.Depth, h = oh * g.Stride.Height - g.Before.Height + kh * g.Dilation.Height;
            if ((uint)d >= (uint)input.Depth || (uint)h >= (uint)input.Height) continue;
            (int first, int end, int w) = Columns.Inside(g, kw, input.Width, output.Width);
            if (end == first) continue;
            Current = new((od * output.Height + oh) * output.Width + first, (d * input.Height + h) * input.Width + w, end - first);
            return true;
        }
        return false;
    }

    bool Next()
    {
        if (++oh < output.Height) return true;
        oh = 0;
        if (++od < output.Depth) return true;
        od = 0;
        if (++kw < g.Kernel.Width) return true;
        kw = 0;
        if (++kh < g.Kernel.Height) return true;
        kh = 0;
        return ++kd < g.Kernel.Depth;
    }
}
