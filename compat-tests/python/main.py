"""Runs all tests; the last line counts them. The last class leaves the three nodes without one of them."""

import logging
import sys
import unittest

import test_discovery
import test_plain

logging.disable()  # redis-py tells of each connection that it lost

CLASSES = (test_plain.OnOneNode, test_plain.OnThreeNodes, test_discovery.Discovery, test_discovery.Failover)

suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(each) for each in CLASSES)
result = unittest.TextTestRunner(stream=sys.stdout).run(suite)
failed = len(result.failures) + len(result.errors)
print(f"{result.testsRun - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
