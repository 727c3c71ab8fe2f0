#!/usr/bin/env bash
# Draws the module's film: a door is shut and locked, a blind comes down, people go to the back.
# Silent, 16 seconds, VP8. Made once with Debian 12's ffmpeg (5.1) and kept beside this file.
set -euo pipefail
cd "$(dirname "$0")"

room="color=c=0xd9d4c7:s=640x360:r=5:d=16"
floor="drawbox=x=0:y=280:w=640:h=80:color=0x8a7f6b:t=fill"
frame="drawbox=x=60:y=90:w=110:h=190:color=0x5a4a36:t=fill,drawbox=x=68:y=98:w=94:h=182:color=0xbfe3f2:t=fill"
window="drawbox=x=220:y=100:w=150:h=110:color=0x5a4a36:t=fill,drawbox=x=228:y=108:w=134:h=94:color=0xbfe3f2:t=fill"
back="drawbox=x=520:y=110:w=100:h=170:color=0x3c3c3c:t=fill"
shut="drawbox=x=68:y=98:w=94:h=182:color=0x7a5c3e:t=fill:enable='gte(t,4)'"
lock="drawbox=x=146:y=184:w=12:h=12:color=0xffb000:t=fill:enable='gte(t,6)'"
blind=""
for at in 0 1 2 3 4; do
  blind+=",drawbox=x=228:y=$((108 + at * 19)):w=134:h=19:color=0x0b4f4a:t=fill:enable='gte(t,$((8 + at)))'"
done
person="color=c=0x0b4f4a:s=20x60:r=5:d=16"
ffmpeg -hide_banner -loglevel error -y \
  -f lavfi -i "$room,$floor,$frame,$window,$back,$shut,$lock$blind" \
  -f lavfi -i "$person" -f lavfi -i "$person" -f lavfi -i "$person" \
  -filter_complex "[0][1]overlay=x='min(250+max(t-10,0)*60,555)':y=225[a];\
[a][2]overlay=x='min(300+max(t-10.4,0)*60,580)':y=228[b];\
[b][3]overlay=x='min(190+max(t-11,0)*60,535)':y=222:shortest=1,format=yuv420p" \
  -c:v libvpx -b:v 20k -crf 30 -g 40 -threads 1 -an \
  -fflags +bitexact -flags:v +bitexact -map_metadata -1 keeping-danger-out.webm
sha256sum keeping-danger-out.webm
