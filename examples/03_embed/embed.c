/* SPDX-FileCopyrightText: 2026 The Tesseral authors
 * SPDX-License-Identifier: MIT */
/* embed_c MODEL.h5: energy and forces of sixteen atoms of silicon, the first self-test of potentials/si-small.h5. */
#include <tesseral/tesseral.h>

#include <stdio.h>

static double const cell[3][3] = {{7.733949, 0, 0}, {0, 3.866975, 0}, {0, 0, 21.874912}};
static int const periodic[3] = {1, 1, 1};
static double const positions[16][3] = {
    {7.66595212, 0, 17.20700265},         {3.93126682, 0, 16.96583175},         {7.71403408, 1.9334875, 18.60671265},
    {3.8527595, 1.9334875, 18.30536386},  {2.04673547, 1.9334875, 19.84072018}, {5.69488561, 1.9334875, 19.88757624},
    {2.37504933, 0, 21.2341302},          {4.58534235, 0, 20.58470782},         {1.2151194, 0, 12.22766018},
    {3.42541242, 0, 11.5782378},          {0.10557614, 1.9334875, 12.92479176}, {3.75372628, 1.9334875, 12.97164782},
    {1.94770225, 1.9334875, 14.50700414}, {5.82037667, 1.9334875, 14.20565535}, {1.86919493, 0, 15.84653625},
    {5.86845863, 0, 15.60536535}};

static int fail(void) {
  fprintf(stderr, "%s\n", tesseral_last_error());
  return 1;
}

int main(int argc, char** argv) {
  tesseral_option const options[] = {{"precision", "double"}, {"radial", "network"}};
  tesseral_potential* potential;
  int species[16], i;
  double energy, forces[16][3], virial[6];

  if (argc != 2) return fprintf(stderr, "usage: embed_c MODEL.h5\n"), 2;
  if (tesseral_open(argv[1], options, 2, &potential) != TESSERAL_OK) return fail();
  for (i = 0; i < 16; ++i) species[i] = tesseral_species(potential, "Si");
  if (species[0] < 0) return fail();
  if (tesseral_evaluate(potential, 16, species, positions[0], cell[0], periodic, &energy, NULL, forces[0], virial) !=
      TESSERAL_OK)
    return fail();

  printf("Tesseral %s, %s, cutoff %g A\n", tesseral_version(), tesseral_description(potential),
         tesseral_cutoff(potential));
  printf("energy %.9f eV, virial", energy);
  for (i = 0; i < 6; ++i) printf(" %.9f", virial[i]);
  printf(" eV\n");
  for (i = 0; i < 16; ++i) printf("force %.9f %.9f %.9f eV/A\n", forces[i][0], forces[i][1], forces[i][2]);
  tesseral_close(potential);
  return 0;
}
