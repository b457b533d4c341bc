; The installer for Windows: for one account, without an administrator. `cargo xtask package windows` compiles it, and says
; by -D which VERSION it is, in which folder the PROGRAMS lie, where the ICON is and what OUT is called; WEBVIEW, where
; somebody dropped Microsoft's offline installer in; QUICK, where size doesn't matter.

Unicode true
Target amd64-unicode
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  ; Much of the second program stands in the first, further back than the eight megabytes that this would look otherwise.
  SetCompressorDictSize 128
!endif
ManifestSupportedOS Win10

!include MUI2.nsh
!include LogicLib.nsh

!define APP "Software\Microsoft\Windows\CurrentVersion\Uninstall\Chot"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define CLIENT "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Name "Chốt"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Chot"
InstallDirRegKey HKCU "${APP}" "InstallLocation"
BrandingText "Chốt ${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\chot-window.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

LangString RUNNING ${LANG_VIETNAMESE} "Chốt đang chạy. Đóng Chốt rồi bấm Thử lại."
LangString RUNNING ${LANG_ENGLISH} "Chốt is running. Close it, then press Retry."
LangString WEBVIEW_MISSING ${LANG_VIETNAMESE} "Máy này chưa có WebView2 nên chưa mở được màn hình. Trên máy có mạng, tải bản cài ngoại tuyến (Evergreen Standalone, x64) tại https://developer.microsoft.com/microsoft-edge/webview2 rồi cài vào máy này."
LangString WEBVIEW_MISSING ${LANG_ENGLISH} "This PC has no WebView2, without which the screen doesn't open. On a PC with a network, download the Evergreen Standalone Installer (x64) from https://developer.microsoft.com/microsoft-edge/webview2, then install it here."
LangString REMOVE_DATA ${LANG_VIETNAMESE} "Xoá luôn sổ ra vào và dữ liệu của máy này? Xoá rồi không lấy lại được. Bấm Không để giữ lại: cài lại Chốt là dùng tiếp."
LangString REMOVE_DATA ${LANG_ENGLISH} "Remove the log and all data of this PC, too? They can't be brought back. Press No to keep them: installed again, Chốt goes on with them."

; A program that runs can't be opened for writing.
!macro WAIT_UNTIL_CLOSED FILE
  ${Do}
    ${IfNot} ${FileExists} "${FILE}"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION $(RUNNING) /SD IDCANCEL IDRETRY +3
    SetErrorLevel 1
    Quit
  ${Loop}
!macroend

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR\chot-window.exe"
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR\chot.exe"
  SetOutPath "$INSTDIR"
  File "${PROGRAMS}/chot.exe"
  File "${PROGRAMS}/chot-window.exe"
  ; Microsoft's own compiler puts it into the program.
!if /FileExists "${PROGRAMS}/WebView2Loader.dll"
  File "${PROGRAMS}/WebView2Loader.dll"
!endif
  CreateShortcut "$SMPROGRAMS\Chốt.lnk" "$INSTDIR\chot-window.exe"
  WriteRegStr HKCU "${RUN}" "Chot" '"$INSTDIR\chot-window.exe"'
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${APP}" "DisplayName" "Chốt"
  WriteRegStr HKCU "${APP}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${APP}" "DisplayIcon" "$INSTDIR\chot-window.exe"
  WriteRegStr HKCU "${APP}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${APP}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${APP}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${APP}" "NoModify" 1
  WriteRegDWORD HKCU "${APP}" "NoRepair" 1

  ReadRegStr $0 HKCU "Software\${CLIENT}" "pv"
  ${If} $0 == ""
    ReadRegStr $0 HKLM "Software\WOW6432Node\${CLIENT}" "pv"
  ${EndIf}
  ${If} $0 == ""
!ifdef WEBVIEW
    SetOutPath "$PLUGINSDIR"
    File "/oname=webview2.exe" "${WEBVIEW}"
    ExecWait '"$PLUGINSDIR\webview2.exe" /silent /install'
    SetOutPath "$INSTDIR"
!else
    MessageBox MB_OK|MB_ICONINFORMATION $(WEBVIEW_MISSING) /SD IDOK
!endif
  ${EndIf}
SectionEnd

Section Uninstall
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR\chot-window.exe"
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR\chot.exe"
  Delete "$INSTDIR\chot.exe"
  Delete "$INSTDIR\chot-window.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\uninstall.exe"
  ; What updates brought.
  RMDir /r "$INSTDIR\versions"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Chốt.lnk"
  DeleteRegValue HKCU "${RUN}" "Chot"
  DeleteRegKey HKCU "${APP}"
  ; Said to nobody, nothing of the log goes.
  ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 $(REMOVE_DATA) /SD IDNO IDYES`
    RMDir /r "$LOCALAPPDATA\Chot"
    RMDir /r "$LOCALAPPDATA\vn.chot.gate"
  ${EndIf}
SectionEnd
