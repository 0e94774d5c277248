using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Tests.Numbers;

/// <summary>A function of one number, to be computed by lanes of every width.</summary>
internal interface INumberFunction
{
    static abstract V Of<V>(V x) where V : struct, IReal<V>;
}

/// <summary>Every function of one number, by name, over lanes of every width.</summary>
internal static class NumberFunctions
{
    internal static readonly string[] Names = ["exp", "expm1", "log", "log1p", "sin", "cos", "atan", "tanh", "erf", "sqrt", "floor", "round", "abs"];

    internal static readonly string[] Widths = ["scalar", "128", "256", "512"];

    /// <summary>The function at each x (as many as a multiple of 16) by the lanes of one width.</summary>
    internal static T[] Compute<T>(string name, string width, T[] x) where T : unmanaged => name switch
    {
        "exp" => Over<ExpOf, T>(width, x),
        "expm1" => Over<Expm1Of, T>(width, x),
        "log" => Over<LogOf, T>(width, x),
        "log1p" => Over<Log1pOf, T>(width, x),
        "sin" => Over<SinOf, T>(width, x),
        "cos" => Over<CosOf, T>(width, x),
        "atan" => Over<AtanOf, T>(width, x),
        "tanh" => Over<TanhOf, T>(width, x),
        "erf" => Over<ErfOf, T>(width, x),
        "sqrt" => Over<SqrtOf, T>(width, x),
        "floor" => Over<FloorOf, T>(width, x),
        "round" => Over<RoundOf, T>(width, x),
        "abs" => Over<AbsOf, T>(width, x),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such function"),
    };

    internal static double Double(string name, double x) => Compute(name, "scalar", [x])[0];

    static T[] Over<TFunction, T>(string width, T[] x)
        where TFunction : struct, INumberFunction
        where T : unmanaged => width switch
        {
            "scalar" => Over<TFunction, Scalar<T>, T>(x),
            "128" => Over<TFunction, Lane128<T>, T>(x),
            "256" => Over<TFunction, Lane256<T>, T>(x),
            _ => Over<TFunction, Lane512<T>, T>(x),
        };

    static T[] Over<TFunction, V, T>(T[] x)
        where TFunction : struct, INumberFunction
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        (x.Length % V.Count).ShouldBe(0);
        var y = new T[x.Length];
        for (int i = 0; i < x.Length; i += V.Count)
            V.Store(TFunction.Of(V.Load(ref x[i])), ref y[i]);
        return y;
    }

    readonly struct ExpOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Exp(x);
    }

    readonly struct Expm1Of : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Expm1(x);
    }

    readonly struct LogOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Log(x);
    }

    readonly struct Log1pOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Log1p(x);
    }

    readonly struct SinOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Sin(x);
    }

    readonly struct CosOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Cos(x);
    }

    readonly struct AtanOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Atan(x);
    }

    readonly struct TanhOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Tanh(x);
    }

    readonly struct ErfOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Erf(x);
    }

    readonly struct SqrtOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Sqrt(x);
    }

    readonly struct FloorOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Floor(x);
    }

    readonly struct RoundOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Round(x);
    }

    readonly struct AbsOf : INumberFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V>(V x) where V : struct, IReal<V> => V.Abs(x);
    }
}
