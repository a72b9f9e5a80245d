namespace Toguna.Learn.Exposure;

/// <summary>Marks the words of exposure and sharing.</summary>
public sealed class ExposureText;
