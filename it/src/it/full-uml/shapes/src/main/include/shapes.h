/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SHAPES_H
#define SHAPES_H

int shapes_area(int width, int height);

#endif
