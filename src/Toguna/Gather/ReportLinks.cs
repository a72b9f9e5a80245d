using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>A report and the record that it is evidence for.</summary>
/// <param name="IsNew">The report is kept in the same step; otherwise it was here before.</param>
public readonly record struct ReportLink(Guid ReportId, Guid RecordId, bool IsNew);

/// <summary>
/// What reports rest under is known by a later stage only: it registers here how it finds a record by the name that a list
/// gives it, and how it links. All three run in the transaction of the step that keeps the reports.
/// </summary>
/// <param name="FindAsync">Records by what is said of them, <c>list:id</c>; what is unknown, or may not be known, is left out.</param>
/// <param name="LinkAsync">Links, on behalf of an import; returns which links were not there before.</param>
/// <param name="UnlinkAsync">Takes back the links of an import, and those of its reports.</param>
public sealed record ReportLinks(
    Func<WriteScope, IReadOnlyCollection<string>, Task<IReadOnlyDictionary<string, Guid>>> FindAsync,
    Func<WriteScope, Guid, IReadOnlyList<ReportLink>, CancellationToken, Task<long>> LinkAsync,
    Func<WriteScope, Guid, Task> UnlinkAsync
);
