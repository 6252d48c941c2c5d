; Inno Setup 6 script for Windows 10 and 11, 64 bit. `python run.py package` calls ISCC with /DVersion=...
; NOT TESTED: written for Inno Setup 6.3 and PyInstaller 6.22.3 from their manuals; no Windows machine was available.
#ifndef Version
  #error Give the version: iscc /DVersion=1.2.3 mandohit.iss
#endif

[Setup]
AppId={{7C0D3A3E-6E0B-4B57-9C55-2B5B0C6A9F41}
AppName=MandoHit
AppVersion={#Version}
AppPublisher=The MandoHit authors
DefaultDirName={autopf}\MandoHit
DefaultGroupName=MandoHit
DisableProgramGroupPage=yes
LicenseFile=..\..\LICENSE
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
Compression=lzma2/max
SolidCompression=yes
OutputDir=..\..\dist
OutputBaseFilename=MandoHit-{#Version}-x64
SetupIconFile=..\..\build\mandohit.ico
UninstallDisplayIcon={app}\mandohitw.exe
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "Put the mandohit command on the PATH"

[InstallDelete]
; an upgrade must not leave libraries of the previous version beside the new ones
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\mandohit\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\MandoHit"; Filename: "{app}\mandohitw.exe"
Name: "{autodesktop}\MandoHit"; Filename: "{app}\mandohitw.exe"; Tasks: desktopicon

[Registry]
; "Open with" for audio files; existing file associations stay
#define Class "Software\Classes\Applications\mandohitw.exe"
Root: HKA; Subkey: "{#Class}"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "MandoHit"; Flags: uninsdeletekey
Root: HKA; Subkey: "{#Class}\shell\open\command"; ValueType: string; ValueData: """{app}\mandohitw.exe"" window ""%1"""
#define Supported(str Ending) \
  "Root: HKA; Subkey: """ + Class + "\SupportedTypes""; ValueType: string; ValueName: """ + Ending + """; ValueData: """""
{#Supported(".wav")}
{#Supported(".mp3")}
{#Supported(".flac")}
{#Supported(".m4a")}
{#Supported(".aac")}
{#Supported(".ogg")}
{#Supported(".opus")}
{#Supported(".aif")}
{#Supported(".aiff")}
{#Supported(".wma")}

[Run]
Filename: "{app}\mandohitw.exe"; Description: "{cm:LaunchProgram,MandoHit}"; Flags: nowait postinstall skipifsilent

[Code]
const
  Machine = 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment';
  User = 'Environment';

function PathKey(): string;
begin
  if IsAdminInstallMode() then Result := Machine else Result := User;
end;

function PathRoot(): Integer;
begin
  if IsAdminInstallMode() then Result := HKEY_LOCAL_MACHINE else Result := HKEY_CURRENT_USER;
end;

procedure ChangePath(Add: Boolean);
var
  Folders, Ours: string;
begin
  if not RegQueryStringValue(PathRoot(), PathKey(), 'Path', Folders) then Folders := '';
  Ours := ';' + ExpandConstant('{app}');
  if Add and (Pos(Uppercase(Ours) + ';', Uppercase(';' + Folders + ';')) = 0) then
    RegWriteExpandStringValue(PathRoot(), PathKey(), 'Path', Folders + Ours);
  if not Add and (Pos(Ours, Folders) > 0) then
  begin
    StringChangeEx(Folders, Ours, '', True);
    RegWriteExpandStringValue(PathRoot(), PathKey(), 'Path', Folders);
  end;
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if (CurStep = ssPostInstall) and WizardIsTaskSelected('path') then ChangePath(True);
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usUninstall then ChangePath(False);
end;
