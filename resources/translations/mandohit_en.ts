<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CaptureController</name>
    <message numerus="yes">
        <source>%n songs scored; best: {title}, {score}</source>
        <translation>
            <numerusform>%n song scored; best: {title}, {score}</numerusform>
            <numerusform>%n songs scored; best: {title}, {score}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message numerus="yes">
        <source>{letter}, {title}: {low} to {high} over %n window(s).</source>
        <translation>
            <numerusform>{letter}, {title}: {low} to {high} over %n window.</numerusform>
            <numerusform>{letter}, {title}: {low} to {high} over %n windows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message numerus="yes">
        <source>%n thing(s) are not as they should be.</source>
        <translation>
            <numerusform>%n thing is not as it should be.</numerusform>
            <numerusform>%n things are not as they should be.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message numerus="yes">
        <source>%n more since then; the log has them all.</source>
        <translation>
            <numerusform>%n more since then; the log has it.</numerusform>
            <numerusform>%n more since then; the log has them all.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PickDialog</name>
    <message numerus="yes">
        <source>%n song(s) moved.</source>
        <translation>
            <numerusform>%n song moved.</numerusform>
            <numerusform>%n songs moved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) copied.</source>
        <translation>
            <numerusform>%n song copied.</numerusform>
            <numerusform>%n songs copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RebuildRunView</name>
    <message numerus="yes">
        <source>%n test song(s)</source>
        <translation>
            <numerusform>%n test song</numerusform>
            <numerusform>%n test songs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n test song(s): Spearman {rank}, 95 % interval {low} to {high}. 1 is a perfect ranking, 0 is chance.</source>
        <translation>
            <numerusform>On %n test song: Spearman {rank}, 95 % interval {low} to {high}. 1 is a perfect ranking, 0 is chance.</numerusform>
            <numerusform>On %n test songs: Spearman {rank}, 95 % interval {low} to {high}. 1 is a perfect ranking, 0 is chance.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rescoring</name>
    <message numerus="yes">
        <source>%n song(s) are scored again: scores of whole songs have become comparable</source>
        <translation>
            <numerusform>%n song is scored again: scores of whole songs have become comparable</numerusform>
            <numerusform>%n songs are scored again: scores of whole songs have become comparable</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are not there any more</source>
        <translation>
            <numerusform>%n file is not there any more</numerusform>
            <numerusform>%n files are not there any more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SongOpener</name>
    <message numerus="yes">
        <source>%n song(s) still waited when MandoHit ended</source>
        <translation>
            <numerusform>%n song still waited when MandoHit ended</numerusform>
            <numerusform>%n songs still waited when MandoHit ended</numerusform>
        </translation>
    </message>
</context>
</TS>
