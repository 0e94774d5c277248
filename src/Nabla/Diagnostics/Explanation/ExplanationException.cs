namespace Nabla.Diagnostics;

/// <summary>An explanation that cannot be given in the mode or the form asked for: it would be too long, or there is none.</summary>
/// <param name="message">What cannot be done, why, and what can.</param>
public sealed class ExplanationException(string message) : NablaException(message);
