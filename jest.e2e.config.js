/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/build/test/e2e'],
  testEnvironment: 'node',
  transform: {},
  testTimeout: 240_000,
  // One lab, two cores: the files take turns.
  maxWorkers: 1,
};
