namespace Toguna.Formats.Cap;

/// <summary>How a message is to be handled. The names are those of the standard.</summary>
public enum CapStatus
{
    /// <summary>To be acted on.</summary>
    Actual,

    /// <summary>To be acted on by those who take part in a drill, and by nobody else.</summary>
    Exercise,

    /// <summary>For the alerting network itself.</summary>
    System,

    /// <summary>A technical test, to be passed over.</summary>
    Test,

    /// <summary>Not to be acted on in its present form.</summary>
    Draft,
}

/// <summary>What a message is to the ones before it. All but <see cref="Alert"/> name those in <see cref="CapAlert.References"/>.</summary>
public enum CapMessageType
{
    /// <summary>The first of its matter.</summary>
    Alert,

    /// <summary>Takes the place of earlier messages.</summary>
    Update,

    /// <summary>Takes earlier messages back.</summary>
    Cancel,

    /// <summary>Says that earlier messages were received and accepted.</summary>
    Ack,

    /// <summary>Says that earlier messages were refused; the reason stands in the note.</summary>
    Error,
}

/// <summary>To whom a message may be passed on.</summary>
public enum CapScope
{
    /// <summary>To anybody. Read, and never written: nothing leaves the mission for the public by this way.</summary>
    Public,

    /// <summary>As <see cref="CapAlert.Restriction"/> says.</summary>
    Restricted,

    /// <summary>To <see cref="CapAlert.Addresses"/> only.</summary>
    Private,
}

/// <summary>What field an event belongs to.</summary>
public enum CapCategory
{
    /// <summary>Of the ground: earthquakes, landslides.</summary>
    Geo,

    /// <summary>Of the weather, floods included.</summary>
    Met,

    /// <summary>General emergency and public safety.</summary>
    Safety,

    /// <summary>Law enforcement, military, homeland and local security.</summary>
    Security,

    /// <summary>Rescue and recovery.</summary>
    Rescue,

    /// <summary>Fire suppression and rescue.</summary>
    Fire,

    /// <summary>Medical and public health.</summary>
    Health,

    /// <summary>Pollution and other harm to the environment.</summary>
    Env,

    /// <summary>Public and private transport.</summary>
    Transport,

    /// <summary>Utilities, telecommunication and other infrastructure.</summary>
    Infra,

    /// <summary>Chemical, biological, radiological, nuclear or explosive threat.</summary>
    CBRNE,

    /// <summary>Another.</summary>
    Other,
}

/// <summary>What those who receive a message are asked to do.</summary>
public enum CapResponseType
{
    /// <summary>Take shelter in place.</summary>
    Shelter,

    /// <summary>Move away.</summary>
    Evacuate,

    /// <summary>Make preparations.</summary>
    Prepare,

    /// <summary>Do what was planned beforehand.</summary>
    Execute,

    /// <summary>Keep away from the place.</summary>
    Avoid,

    /// <summary>Attend to sources of information.</summary>
    Monitor,

    /// <summary>Weigh the information in this message; not for public warnings.</summary>
    Assess,

    /// <summary>The threat is over.</summary>
    AllClear,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>How soon something is to be done.</summary>
public enum CapUrgency
{
    /// <summary>At once.</summary>
    Immediate,

    /// <summary>Within the hour.</summary>
    Expected,

    /// <summary>In the near future.</summary>
    Future,

    /// <summary>No longer.</summary>
    Past,

    /// <summary>Not known.</summary>
    Unknown,
}

/// <summary>How great the threat to life or property is.</summary>
public enum CapSeverity
{
    /// <summary>Extraordinary.</summary>
    Extreme,

    /// <summary>Significant.</summary>
    Severe,

    /// <summary>Possible.</summary>
    Moderate,

    /// <summary>Little or none known.</summary>
    Minor,

    /// <summary>Not known.</summary>
    Unknown,
}

/// <summary>How sure it is.</summary>
public enum CapCertainty
{
    /// <summary>It has happened or is happening.</summary>
    Observed,

    /// <summary>More than an even chance.</summary>
    Likely,

    /// <summary>An even chance at most.</summary>
    Possible,

    /// <summary>About no chance.</summary>
    Unlikely,

    /// <summary>Not known.</summary>
    Unknown,
}
