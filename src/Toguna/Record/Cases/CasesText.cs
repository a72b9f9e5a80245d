namespace Toguna.Record.Cases;

/// <summary>Marks the words of cases and interviews (CasesText.resx, CasesText.fr.resx).</summary>
public sealed class CasesText;
