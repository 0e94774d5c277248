using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Benchmarks;

/// <summary>A double as the simplest number an operation can be computed with.</summary>
public readonly record struct Real(double Value) : IReal<Real>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Constant(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator +(Real a, Real b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator -(Real a, Real b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator *(Real a, Real b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator /(Real a, Real b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator -(Real x) => new(-x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real WhereLess(Real a, Real b, Real yes, Real no) => a.Value < b.Value ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real WhereLessOrEqual(Real a, Real b, Real yes, Real no) => a.Value <= b.Value ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Max(Real a, Real b) => new(Math.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Min(Real a, Real b) => new(Math.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Pow(Real a, Real b) => new(Math.Pow(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Exp(Real x) => new(Math.Exp(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Log(Real x) => new(Math.Log(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Sqrt(Real x) => new(Math.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Sin(Real x) => new(Math.Sin(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Cos(Real x) => new(Math.Cos(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Atan(Real x) => new(Math.Atan(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Tanh(Real x) => new(Math.Tanh(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Floor(Real x) => new(Math.Floor(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Round(Real x) => new(Math.Round(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Expm1(Real x) => new(double.ExpM1(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Log1p(Real x) => new(double.LogP1(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Erf(Real x) => throw new NotSupportedException("No benchmark here needs the error function.");
}
