/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/build/test'],
  testPathIgnorePatterns: ['/node_modules/', '/test/e2e/'],
  testEnvironment: 'node',
  transform: {},
  coverageProvider: 'v8',
  collectCoverageFrom: ['<rootDir>/build/src/**/*.js'],
};
