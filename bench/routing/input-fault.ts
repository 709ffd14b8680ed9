/** Something given by the user that the benchmark cannot work with; its message is one line for people. */
export class InputFault extends Error {}
