#!/usr/bin/env bash
# usage: packaging/macos/dmg.sh VERSION    signs dist/MandoHit.app and packs it into dist/MandoHit-VERSION.dmg
# NOT TESTED: written for macOS 14 with codesign, hdiutil and notarytool (Xcode 15); no Mac was available.
#
# MANDOHIT_SIGN_AS   name of a "Developer ID Application" certificate; without it the signature is ad hoc,
#                    and Gatekeeper asks the user to open the application by a right click the first time
# MANDOHIT_NOTARY    name of a notarytool profile (xcrun notarytool store-credentials NAME); without it no notarisation
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
app=dist/MandoHit.app
image="dist/MandoHit-$version.dmg"

# From the inside out: libraries first, the application last; the hardened runtime needs the entitlements to load them.
identity=${MANDOHIT_SIGN_AS:--}
options=(--force --sign "$identity" --entitlements packaging/macos/entitlements.plist)
if [ "$identity" != - ]; then options+=(--options runtime --timestamp); fi
find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' -o -perm -u+x \) -print0 |
  xargs -0 -n 50 codesign "${options[@]}"
codesign "${options[@]}" "$app"
codesign --verify --deep --strict "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "MandoHit $version" -srcfolder "$stage" -format ULFO -ov "$image"

if [ -n "${MANDOHIT_NOTARY:-}" ]; then
  codesign --sign "$identity" --timestamp "$image"
  xcrun notarytool submit "$image" --keychain-profile "$MANDOHIT_NOTARY" --wait
  xcrun stapler staple "$image"
fi
