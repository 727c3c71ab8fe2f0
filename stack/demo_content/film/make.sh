#!/usr/bin/env bash
# Draws the demonstration's film: a van stops at bollards before people. Silent, 16 seconds, VP8.
# Made once with Debian 12's ffmpeg (5.1) and kept beside this file: the same tool gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")"

scene="color=c=0x5b6770:s=640x360:r=5:d=16"
road="drawbox=x=0:y=200:w=640:h=90:color=0x2b2f33:t=fill"
line="drawbox=x=0:y=243:w=640:h=4:color=0xe6e6e6:t=fill"
van="color=c=0xf3f3f3:s=120x60:r=5:d=16"
window="drawbox=x=86:y=8:w=28:h=22:color=0x35506b:t=fill"
bollards=""
for at in 400 425 450; do bollards+=",drawbox=x=$at:y=165:w=10:h=110:color=0xffb000:t=fill"; done
people=""
for at in 510 545 580; do
  people+=",drawbox=x=$at:y=205:w=18:h=50:color=0x0b4f4a:t=fill"
  people+=",drawbox=x=$((at + 3)):y=188:w=12:h=14:color=0xe7c9a9:t=fill"
done
ffmpeg -hide_banner -loglevel error -y \
  -f lavfi -i "$scene,$road,$line$bollards$people" -f lavfi -i "$van,$window" \
  -filter_complex "[0][1]overlay=x='min(-120+t*45,270)':y=215:shortest=1,format=yuv420p" \
  -c:v libvpx -b:v 20k -crf 30 -g 40 -threads 1 -an \
  -fflags +bitexact -flags:v +bitexact -map_metadata -1 van-and-bollards.webm
ffmpeg -hide_banner -loglevel error -y -ss 9 -i van-and-bollards.webm -frames:v 1 \
  -fflags +bitexact -flags:v +bitexact -map_metadata -1 van-and-bollards.png
sha256sum van-and-bollards.webm van-and-bollards.png
